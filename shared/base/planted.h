/* For parsers of foreign bytes. Shows that fuzzing finds what it is for: built with LINLI_PLANTED_FAULT, which only
 * tests/fuzz/planted does, each parser reads or writes one byte too many. */
#ifndef LINLI_BASE_PLANTED_H
#define LINLI_BASE_PLANTED_H

#ifdef LINLI_PLANTED_FAULT
#define PLANTED_FAULT 1
#else
#define PLANTED_FAULT 0
#endif

#endif
