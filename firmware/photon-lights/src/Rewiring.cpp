#include "Rewiring.h"

#include <string.h>

namespace {

// Whether the same lamp hangs on the same pins, so that it can go on shining.
bool isSameLamp(const LightConfig& a, const LightConfig& b) {
    return a.kind == b.kind && memcmp(a.pins, b.pins, a.pinCount()) == 0 && a.isActiveLow == b.isActiveLow &&
           a.warmKelvin == b.warmKelvin && a.coolKelvin == b.coolKelvin;
}

// Likewise for a button; what it does depends on whether its light dims.
bool isSameButton(const LightConfig& a, const LightConfig& b) {
    return a.buttonPin == b.buttonPin && a.dims() == b.dims();
}

}  // namespace

void Rewiring::begin() {
    table_.load();
    memory_.findRecords(table_.lines().first, table_.lines().count);
    lights_.begin(table_.lines().first, table_.lines().count, memory_);
    for (unsigned i = 0; i < lights_.count(); ++i) {
        buttons_[i] = LightButton();
        buttons_[i].begin(lights_[i]);
    }
}

int Rewiring::run(Text argument) {
    TableLine line;
    const Code code = line.read(argument, lights_);
    if (code != DONE) return code;
    return line.wish == TableLine::Wish::Reset ? reset() : change(line);
}

int Rewiring::change(const TableLine& line) {
    const bool isRemoval = line.wish == TableLine::Wish::Remove, isNew = line.index == lights_.count();
    LightConfig wanted[MAX_LIGHTS + 1];  // one more, which is then refused
    unsigned count = 0;
    for (unsigned i = 0; i < lights_.count(); ++i) {
        if (i == line.index && isRemoval) continue;
        wanted[count] = i == line.index ? line.light : lights_[i].config();
        // With the names in force: what fits is decided by them.
        if (i != line.index) wanted[count].name = lights_.name(i);
        ++count;
    }
    if (isNew) wanted[count++] = line.light;
    Code code = table::mistake({wanted, count});
    if (code == DONE) code = LightTable::keep({wanted, count});
    if (code != DONE) return code;

    memory_.saveAll(lights_);
    if (isRemoval) {
        remove(line.index);
    } else {
        set(line, isNew);
    }
    announcer_.tableChanged();
    return static_cast<int>(lights_.count());
}

void Rewiring::remove(unsigned index) {
    lights_[index].end();
    buttons_[index].end();
    lights_.remove(index);
    for (unsigned i = index; i < lights_.count(); ++i) buttons_[i] = buttons_[i + 1];
    announcer_.lightRemoved(index);
    takeTable();
}

void Rewiring::set(const TableLine& line, bool isNew) {
    const unsigned index = line.index;
    const bool isOtherLamp = isNew || !isSameLamp(lights_[index].config(), line.light);
    const bool isOtherButton = isNew || !isSameButton(lights_[index].config(), line.light);
    // All that ends before anything begins: the lamp may move to the pin of its button.
    if (!isNew && isOtherLamp) lights_[index].end();
    if (!isNew && isOtherButton) buttons_[index].end();
    takeTable();
    if (isOtherLamp) lights_.wire(index, table_[index], memory_);
    if (isOtherButton) {
        buttons_[index] = LightButton();
        buttons_[index].begin(lights_[index]);
    }
    lights_.rename(index, {line.name, strlen(line.name)});
    memory_.save(index, lights_);  // so that no name that was given before comes back
    if (isOtherLamp) announcer_.lightWired(index);
}

int Rewiring::reset() {
    if (table_.isKept()) {
        memory_.saveAll(lights_);
        const Code code = LightTable::forget();
        if (code != DONE) return code;
        for (unsigned i = 0; i < lights_.count(); ++i) {
            lights_[i].end();
            buttons_[i].end();
        }
        begin();
        for (unsigned i = 0; i < lights_.count(); ++i) {
            const char* name = lights_[i].config().name;
            lights_.rename(i, {name, strlen(name)});
            memory_.save(i, lights_);
        }
        announcer_.begin();
    }
    return static_cast<int>(lights_.count());
}

void Rewiring::takeTable() {
    table_.load();
    memory_.findRecords(table_.lines().first, table_.lines().count);
    for (unsigned i = 0; i < lights_.count(); ++i) {
        lights_[i].describeBy(table_[i]);
        buttons_[i].follow(lights_[i]);
    }
}
