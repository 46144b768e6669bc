// Names of Arduino that Device OS knows: flash is memory like any other on a Photon.
#pragma once
#define PROGMEM
#define strcpy_P strcpy
#define strlcpy_P strncpy
#define sprintf_P sprintf
#define strlen_P strlen
#define strcmp_P strcmp
#define memcpy_P memcpy
#define vsnprintf_P vsnprintf
#define pgm_read_byte(address) (*(address))
#define pgm_read_word(address) ((uint16_t)(*(address)))
#define pgm_read_byte_near(address) (*(address))
#define pgm_read_word_near(address) ((uint16_t)(*(address)))
