# Turns SQL files into C: cmake -DOUT=x.c -DNAME=content "-DFILES=a.sql;b.sql" -P embed_migrations.cmake
# gives `const struct migration content_migrations[]` and `content_migrations_count`. Files are named 001_what.sql and
# numbered upwards, no number twice;
# gaps are allowed, so that work side by side has ranges of its own. The bytes go in as numbers: no quoting to get wrong, no limit on a literal's length.
list(SORT FILES COMPARE NATURAL)
set(texts)
set(rows)
set(last 0)
set(count 0)
foreach(file IN LISTS FILES)
  get_filename_component(stem ${file} NAME_WE)
  if(NOT stem MATCHES "^0*([1-9][0-9]*)_[a-z0-9_]+$")
    message(FATAL_ERROR "${file}: the name of a migration must be like 012_what_it_does.sql")
  endif()
  set(version ${CMAKE_MATCH_1})
  if(NOT version GREATER last)
    message(FATAL_ERROR "${file}: there is another migration ${version}")
  endif()
  set(last ${version})
  math(EXPR count "${count} + 1")
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND texts "static const char text_${version}[] = { ${bytes}0 };\n")
  string(APPEND rows "    { ${version}, \"${stem}\", text_${version} },\n")
endforeach()
if(count EQUAL 0)
  set(rows "    { 0 },\n")
endif()
file(WRITE ${OUT} "#include \"db/migrate.h\"\n\n${texts}\n"
  "extern const struct migration ${NAME}_migrations[];\nextern const size_t ${NAME}_migrations_count;\n"
  "const struct migration ${NAME}_migrations[] = {\n${rows}};\nconst size_t ${NAME}_migrations_count = ${count};\n")
