# Turns SQL files into C: cmake -DOUT=x.c -DNAME=content "-DFILES=a.sql;b.sql" -P embed_migrations.cmake
# gives `const struct migration content_migrations[]` and `content_migrations_count`. Files are named 001_what.sql and
# numbered without a gap. The bytes go in as numbers: no quoting to get wrong, no limit on a literal's length.
list(SORT FILES COMPARE NATURAL)
set(texts)
set(rows)
set(expected 0)
foreach(file IN LISTS FILES)
  get_filename_component(stem ${file} NAME_WE)
  math(EXPR expected "${expected} + 1")
  if(NOT stem MATCHES "^0*([1-9][0-9]*)_[a-z0-9_]+$" OR NOT CMAKE_MATCH_1 EQUAL expected)
    message(FATAL_ERROR "${file}: the name of migration ${expected} must be like 00${expected}_what_it_does.sql")
  endif()
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND texts "static const char text_${expected}[] = { ${bytes}0 };\n")
  string(APPEND rows "    { ${expected}, \"${stem}\", text_${expected} },\n")
endforeach()
if(expected EQUAL 0)
  set(rows "    { 0 },\n")
endif()
file(WRITE ${OUT} "#include \"db/migrate.h\"\n\n${texts}\n"
  "extern const struct migration ${NAME}_migrations[];\nextern const size_t ${NAME}_migrations_count;\n"
  "const struct migration ${NAME}_migrations[] = {\n${rows}};\nconst size_t ${NAME}_migrations_count = ${expected};\n")
