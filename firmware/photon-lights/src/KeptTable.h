// Where the table of lights lies in EEPROM, behind the records of LightMemory.
#pragma once
#include <stdint.h>

constexpr int KEPT_TABLE_AT = 1372;
// What the lines take, packed. A line takes less here than in the manifest, so whatever fits there fits here.
constexpr unsigned KEPT_TABLE_BYTES = 622;

// To be raised when this struct or the packing of a line changes; a table of another version is not read.
constexpr uint32_t KEPT_TABLE_MAGIC = 0x54424C01;

// No padding anywhere. The checksum covers the size and that much of the bytes.
struct KeptTable {
    uint32_t magic;
    uint32_t checksum;
    uint32_t size;
    char bytes[KEPT_TABLE_BYTES];
    uint16_t unused;
};
static_assert(sizeof(KeptTable) == 12 + KEPT_TABLE_BYTES + 2, "a kept table has no padding");
static_assert(KEPT_TABLE_AT + sizeof(KeptTable) <= 2047, "the table fits into the Photon's EEPROM");
