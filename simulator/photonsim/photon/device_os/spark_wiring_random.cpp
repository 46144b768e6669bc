// map() and random numbers.
// Weak: in Device OS they are in an archive, so a sketch may have a function of the same name.
#include "Particle.h"

int map(int value, int from_start, int from_end, int to_start, int to_end) {
    if (from_start == from_end) return value;
    // Overflow is the caller's problem on the board; it wraps there, so it wraps here.
    const unsigned product = static_cast<unsigned>(value - from_start) * static_cast<unsigned>(to_end - to_start);
    return static_cast<int>(product) / (from_end - from_start) + to_start;
}
double map(double value, double from_start, double from_end, double to_start, double to_end) {
    if (from_start == from_end) return value;
    return (value - from_start) * (to_end - to_start) / (from_end - from_start) + to_start;
}
__attribute__((weak)) int random(int max) { return max == 0 ? 0 : rand() % max; }
__attribute__((weak)) int random(int min, int max) { return min >= max ? min : random(max - min) + min; }
__attribute__((weak)) void randomSeed(unsigned int seed) { srand(seed); }
