#ifndef PHOENIX_CLIBPQ_SHIM_H
#define PHOENIX_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
