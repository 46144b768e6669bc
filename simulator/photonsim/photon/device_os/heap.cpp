// The heap of a Photon: as many bytes as the board has, in blocks like newlib-nano's (a word for the size, free blocks
// in a list by address, the first that fits), so that it fills and breaks up as on the board. Device OS is compiled
// without exceptions: `new` is malloc(), and a failed one gives nullptr.
#include "heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <new>

#include "critical.h"
#include "photon_host.h"
#include "system_event.h"

extern "C" char __global_base, __data_end, __heap_base;  // of the linker: static variables, and what follows them

namespace {

constexpr size_t STATIC_BYTES_OF_THE_SHIM = 8192;  // of a sketch without static variables; held by a test
constexpr size_t LIBRARY_STACK = 16384;  // library_stack.cpp: the end of memory
constexpr size_t ALIGNMENT = 8;
constexpr size_t SMALLEST = 16;
constexpr size_t HEADER = 8;  // the size, and the alignment of what follows
constexpr int PANIC_OUT_OF_HEAP = 8;
constexpr int PANIC_HEAP_ERROR = 14;

struct Block {
    uint32_t size;  // of the whole block, header included
    uint32_t allocated;
    Block* next;  // of a free block
};
constexpr uint32_t ALLOCATED = 0xA110CA7E;

Block* free_blocks = nullptr;
char* top = nullptr;  // never allocated from here on
char* limit = nullptr;
size_t free_bytes = 0;  // in free_blocks

void begin() {
    top = &__heap_base;
    // Static variables and the heap share one RAM: a large array makes the heap smaller.
    const size_t statics = static_cast<size_t>(&__data_end - &__global_base);
    const size_t sketch = statics > STATIC_BYTES_OF_THE_SHIM ? statics - STATIC_BYTES_OF_THE_SHIM : 0;
    const size_t board = static_cast<size_t>(host_number(host::NUMBER_HEAP_BYTES));
    const size_t memory = __builtin_wasm_memory_size(0) * 65536 - LIBRARY_STACK - reinterpret_cast<size_t>(top);
    const size_t wanted = board > sketch ? board - sketch : 0;
    limit = top + (wanted < memory ? wanted : memory);
}

char* endOf(Block* block) { return reinterpret_cast<char*>(block) + block->size; }

// The first free block of at least `size` bytes, taken out of the list, or nullptr. What is left over stays free.
Block* takeFree(size_t size) {
    for (Block** place = &free_blocks; *place; place = &(*place)->next) {
        Block* block = *place;
        if (block->size < size) continue;
        if (block->size >= size + SMALLEST) {
            Block* rest = reinterpret_cast<Block*>(reinterpret_cast<char*>(block) + size);
            *rest = {static_cast<uint32_t>(block->size - size), 0, block->next};
            *place = rest;
            block->size = static_cast<uint32_t>(size);
        } else {
            *place = block->next;
        }
        free_bytes -= block->size;
        return block;
    }
    return nullptr;
}

// A block at the end of what was used so far, or nullptr. A free one that lies there already is made larger.
Block* takeTop(size_t size) {
    Block** last = &free_blocks;
    while (*last && (*last)->next) last = &(*last)->next;
    Block* block = reinterpret_cast<Block*>(top);
    if (*last && endOf(*last) == top) block = *last;
    if (size > static_cast<size_t>(limit - reinterpret_cast<char*>(block))) return nullptr;
    if (block == *last) {
        free_bytes -= block->size;
        *last = nullptr;
    }
    block->size = static_cast<uint32_t>(size);
    top = endOf(block);
    return block;
}

// Handlers of the event are called at once; one that runs out of memory itself is the end.
void outOfMemory(size_t wanted) {
    static bool is_told = false;
    if (is_told) host_panic(PANIC_OUT_OF_HEAP);
    host_out_of_memory(static_cast<int32_t>(wanted), static_cast<int32_t>(photon::freeHeap()));
    is_told = true;
    photon::systemEvent(out_of_memory, static_cast<int>(wanted));
    is_told = false;
}

Block* blockOf(void* memory) {
    Block* block = reinterpret_cast<Block*>(static_cast<char*>(memory) - HEADER);
    const char* place = reinterpret_cast<char*>(block);
    if (place < &__heap_base || place >= top || block->allocated != ALLOCATED) host_panic(PANIC_HEAP_ERROR);
    return block;
}

}  // namespace

namespace photon {
size_t freeHeap() {
    if (!limit) begin();
    return static_cast<size_t>(limit - top) + free_bytes;
}
}  // namespace photon

extern "C" {

volatile int32_t photon_critical = 0;

void* malloc(size_t size) {
    const photon::Critical critical;
    if (!limit) begin();
    Block* block = nullptr;
    if (size < static_cast<size_t>(limit - &__heap_base)) {
        const size_t needed = (size + HEADER + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        block = takeFree(needed < SMALLEST ? SMALLEST : needed);
        if (!block) block = takeTop(needed < SMALLEST ? SMALLEST : needed);
    }
    if (!block) {
        outOfMemory(size);
        return nullptr;
    }
    block->allocated = ALLOCATED;
    return reinterpret_cast<char*>(block) + HEADER;
}

void free(void* memory) {
    if (!memory) return;
    const photon::Critical critical;
    Block* block = blockOf(memory);
    block->allocated = 0;
    free_bytes += block->size;
    Block** place = &free_blocks;
    Block* before = nullptr;
    while (*place && *place < block) {
        before = *place;
        place = &(*place)->next;
    }
    block->next = *place;
    *place = block;
    if (block->next && endOf(block) == reinterpret_cast<char*>(block->next)) {
        block->size += block->next->size;
        block->next = block->next->next;
    }
    if (before && endOf(before) == reinterpret_cast<char*>(block)) {
        before->size += block->size;
        before->next = block->next;
    }
}

void* calloc(size_t count, size_t size) {
    size_t bytes;
    void* memory = __builtin_mul_overflow(count, size, &bytes) ? nullptr : malloc(bytes);
    return memory ? memset(memory, 0, bytes) : nullptr;
}

void* realloc(void* memory, size_t size) {
    if (!memory) return malloc(size);
    const size_t usable = blockOf(memory)->size - HEADER;
    if (size <= usable && size >= usable / 2) return memory;
    void* moved = malloc(size);
    if (!moved) return nullptr;
    memcpy(moved, memory, size < usable ? size : usable);
    free(memory);
    return moved;
}

size_t malloc_usable_size(void* memory) { return memory ? blockOf(memory)->size - HEADER : 0; }
}

void* operator new(size_t size) { return malloc(size); }
void* operator new[](size_t size) { return malloc(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return malloc(size); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return malloc(size); }
void operator delete(void* memory) noexcept { free(memory); }
void operator delete[](void* memory) noexcept { free(memory); }
void operator delete(void* memory, size_t) noexcept { free(memory); }
void operator delete[](void* memory, size_t) noexcept { free(memory); }
