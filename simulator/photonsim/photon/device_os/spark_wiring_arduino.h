// What Particle.h itself has of Arduino; Arduino.h has more.
#pragma once

#define PROGMEM
#define memcpy_P memcpy
#define strcpy_P strcpy
#define strncpy_P strncpy
#define strlcpy_P strncpy
#define strcat_P strcat
#define strcmp_P strcmp
#define strlen_P strlen
#define sprintf_P sprintf
#define vsnprintf_P vsnprintf
#define pgm_read_byte(address) (*(address))
#define pgm_read_word(address) ((uint16_t)(*(address)))
#define pgm_read_byte_near(address) (*(address))
#define pgm_read_word_near(address) ((uint16_t)(*(address)))
#define SPI_HAS_TRANSACTION (1)
