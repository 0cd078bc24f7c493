#ifndef PHOENIX_CLIBPQ_H
#define PHOENIX_CLIBPQ_H

#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

/// Loads libpq, unless it is loaded. All functions of libpq-fe.h that this target defines may be called once it has
/// succeeded, and not before. May be called from any thread.
///
/// The program is not linked with libpq: it brings some twenty libraries with it, which every start of a program that
/// has no use for PostgreSQL would have to load and relocate, and without which no machine could run it.
///
/// @returns Null, or why libpq cannot be loaded, in one line.
const char *phoenix_libpq_load(void);

#endif
