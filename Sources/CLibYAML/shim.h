#ifndef PHOENIX_CLIBYAML_SHIM_H
#define PHOENIX_CLIBYAML_SHIM_H
#include <yaml.h>
#endif
