// The C library's conversions of numbers put up to 9 kB on the stack; newlib-nano on the board gets by with some
// hundred bytes. They run on a stack of their own here, so that a sketch has the 6144 bytes that it has on the board.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "critical.h"

namespace {

// At the end of memory, behind the heap. None of these functions calls another of them.
inline uintptr_t libraryStack() { return __builtin_wasm_memory_size(0) * 65536; }
inline uintptr_t stackPointer() {
    uintptr_t value;
    asm volatile(".globaltype __stack_pointer, i32\n\tglobal.get __stack_pointer\n\tlocal.set %0" : "=r"(value));
    return value;
}

inline void setStackPointer(uintptr_t value) {
    asm volatile(".globaltype __stack_pointer, i32\n\tlocal.get %0\n\tglobal.set __stack_pointer" : : "r"(value));
}

template <typename Call>
auto onLibraryStack(Call call) -> decltype(call()) {
    const photon::Critical critical;  // there is one such stack
    const uintptr_t own = stackPointer();
    setStackPointer(libraryStack());
    const auto result = call();
    setStackPointer(own);
    return result;
}

}  // namespace

// The real ones; library_stack.h has given their names away.
extern "C" {
int libraryVsnprintf(char*, size_t, const char*, va_list) __asm__("vsnprintf");
int libraryVsscanf(const char*, const char*, va_list) __asm__("vsscanf");
double libraryStrtod(const char*, char**) __asm__("strtod");
float libraryStrtof(const char*, char**) __asm__("strtof");
size_t libraryStrftime(char*, size_t, const char*, const struct tm*) __asm__("strftime");

int vsnprintf(char* text, size_t size, const char* format, va_list arguments) {
    return onLibraryStack([&] { return libraryVsnprintf(text, size, format, arguments); });
}
int vsprintf(char* text, const char* format, va_list arguments) { return vsnprintf(text, SIZE_MAX / 2, format, arguments); }
int snprintf(char* text, size_t size, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return length;
}
int sprintf(char* text, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vsprintf(text, format, arguments);
    va_end(arguments);
    return length;
}
// Standard output leads nowhere on a Photon.
int vprintf(const char* format, va_list arguments) { return vsnprintf(nullptr, 0, format, arguments); }
int printf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vprintf(format, arguments);
    va_end(arguments);
    return length;
}
int vsscanf(const char* text, const char* format, va_list arguments) {
    return onLibraryStack([&] { return libraryVsscanf(text, format, arguments); });
}
int sscanf(const char* text, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int count = vsscanf(text, format, arguments);
    va_end(arguments);
    return count;
}
double strtod(const char* text, char** end) {
    return onLibraryStack([&] { return libraryStrtod(text, end); });
}
float strtof(const char* text, char** end) {
    return onLibraryStack([&] { return libraryStrtof(text, end); });
}
size_t strftime(char* text, size_t size, const char* format, const struct tm* time) {
    return onLibraryStack([&] { return libraryStrftime(text, size, format, time); });
}
double atof(const char* text) { return strtod(text, nullptr); }
}
