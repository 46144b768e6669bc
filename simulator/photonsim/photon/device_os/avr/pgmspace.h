// Flash that an AVR reads by functions of its own: here, as on the Photon, it is memory like any other.
#pragma once
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "spark_wiring_arduino.h"

#define PGM_P const char*
#ifndef PSTR
#define PSTR(text) (text)
#endif

typedef void prog_void;
typedef char prog_char;
typedef unsigned char prog_uchar;
typedef int8_t prog_int8_t;
typedef uint8_t prog_uint8_t;
typedef int16_t prog_int16_t;
typedef uint16_t prog_uint16_t;
typedef int32_t prog_int32_t;
typedef uint32_t prog_uint32_t;
typedef int64_t prog_int64_t;
typedef uint64_t prog_uint64_t;

#define memcmp_P memcmp
#define memchr_P memchr
#define strncat_P strncat
#define strlcat_P strlcat
#define strncmp_P strncmp
#define strcasecmp_P strcasecmp
#define strncasecmp_P strncasecmp
#define strnlen_P strnlen
#define strchr_P strchr
#define strrchr_P strrchr
#define strstr_P strstr
#define strcspn_P strcspn
#define strspn_P strspn
#define strpbrk_P strpbrk
#define snprintf_P snprintf

// Particle.h has them without a cast.
#undef pgm_read_byte
#undef pgm_read_word
#undef pgm_read_byte_near
#undef pgm_read_word_near
#define pgm_read_byte(address) (*(const unsigned char*)(address))
#define pgm_read_word(address) (*(const unsigned short*)(address))
#define pgm_read_dword(address) (*(const unsigned long*)(address))
#define pgm_read_float(address) (*(const float*)(address))
#define pgm_read_byte_near(address) pgm_read_byte(address)
#define pgm_read_word_near(address) pgm_read_word(address)
#define pgm_read_dword_near(address) pgm_read_dword(address)
#define pgm_read_float_near(address) pgm_read_float(address)
