// Included before every source (build.py): these names of the C library lead to library_stack.cpp.
#pragma once

// As on ARM (newlib): long, not int. Libraries have an overload for each, and %ld is right for it in printf().
typedef long int32_t;
typedef unsigned long uint32_t;
#define __DEFINED_int32_t
#define __DEFINED_uint32_t

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef __cplusplus
#define PHOTON_LIBRARY(type, name, arguments, ...) extern "C" type name arguments __asm__("photon_" #name) __VA_ARGS__;
#else
#define PHOTON_LIBRARY(type, name, arguments, ...) type name arguments __asm__("photon_" #name) __VA_ARGS__;
#endif
#define PHOTON_CHECKED(type, name, arguments, kind, format_at, first) \
    PHOTON_LIBRARY(type, name, arguments, __attribute__((format(kind, format_at, first))))
PHOTON_CHECKED(int, snprintf, (char*, size_t, const char*, ...), printf, 3, 4)
PHOTON_CHECKED(int, sprintf, (char*, const char*, ...), printf, 2, 3)
PHOTON_LIBRARY(int, vsnprintf, (char*, size_t, const char*, va_list))
PHOTON_LIBRARY(int, vsprintf, (char*, const char*, va_list))
PHOTON_CHECKED(int, printf, (const char*, ...), printf, 1, 2)
PHOTON_LIBRARY(int, vprintf, (const char*, va_list))
PHOTON_CHECKED(int, sscanf, (const char*, const char*, ...), scanf, 2, 3)
PHOTON_LIBRARY(int, vsscanf, (const char*, const char*, va_list))
PHOTON_LIBRARY(double, strtod, (const char*, char**))
PHOTON_LIBRARY(float, strtof, (const char*, char**))
PHOTON_LIBRARY(size_t, strftime, (char*, size_t, const char*, const struct tm*))
PHOTON_LIBRARY(double, atof, (const char*))
#undef PHOTON_LIBRARY
#undef PHOTON_CHECKED
