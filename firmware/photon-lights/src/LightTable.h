// The table of lights that is in force: the one that was set on the running Photon, or else that of MyLights.h.
//
// It is kept in EEPROM by a single put, of which Device OS writes all or, when the power goes, nothing; so there is
// always either the table before or the one after.
#pragma once
#include "KeptTable.h"
#include "TableCheck.h"

class LightTable {
public:
    explicit constexpr LightTable(table::Lines compiled) : compiled_(compiled) {}

    // Takes the table that is kept into force, or the compiled one where none is.
    void load();

    table::Lines lines() const { return {lights_, count_}; }
    const LightConfig& operator[](unsigned index) const { return lights_[index]; }
    // Whether the table in force isn't that of MyLights.h.
    bool isKept() const { return isKept_; }

    // Writes a table without mistakes to EEPROM; the next load() takes it into force. DONE, TABLE_DOES_NOT_FIT, or
    // NOT_KEPT when EEPROM does not give back what was written.
    static Code keep(table::Lines wanted);
    // Likewise, so that the next load() takes the compiled one. DONE or NOT_KEPT.
    static Code forget();

private:
    bool unpack(const KeptTable& kept);

    const table::Lines compiled_;
    LightConfig lights_[MAX_LIGHTS] = {};
    unsigned count_ = 0;
    bool isKept_ = false;
    char texts_[KEPT_TABLE_BYTES] = {};  // the kept bytes: keys and names are used where they are
};
