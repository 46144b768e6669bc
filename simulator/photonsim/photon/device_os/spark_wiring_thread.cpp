// Threads: suspended calls side by side (photonsim/photon/wasm.py), each with a stack from the heap, as on the board.
#include "spark_wiring_thread.h"

#include <string.h>

#include "Particle.h"
#include "scheduler.h"

namespace {

constexpr int64_t TICK_US = 1000;
constexpr int FAILED = 1;

std::shared_ptr<Thread::State> running[16];  // what runs lives on, whatever becomes of its Thread

// Wait for a condition that another thread brings about. Returns false when `wait_ms` is over.
template <typename Condition>
bool waitForOthers(Condition condition, system_tick_t wait_ms = CONCURRENT_WAIT_FOREVER) {
    const int64_t end = wait_ms == CONCURRENT_WAIT_FOREVER ? INT64_MAX : host_now_us() + int64_t(wait_ms) * 1000;
    while (!condition()) {
        if (host_now_us() >= end) return false;
        photon::waitUntilTime(host_now_us() + TICK_US, 0);
    }
    return true;
}

}  // namespace

namespace photon {
SingleThreaded single_threaded;
}

extern "C" __attribute__((export_name("photon_thread"))) void photon_thread(int32_t index) {
    Thread::State& state = *running[index];
    state.function();
    state.runs = false;
    // The stack that this runs on goes with the state, when this is over: it is let go by the next thread, or join().
}

Thread::Thread(const char*, wiring_thread_fn_t function, os_thread_prio_t, size_t stack) {
    for (int index = 1; index < static_cast<int>(sizeof running / sizeof *running); ++index) {
        if (running[index] && running[index]->runs) continue;
        void* memory = malloc(stack);
        if (!memory) return;
        running[index].reset(new State{index, true, function, memory});
        state_ = running[index];
        host_thread_start(index, memory, static_cast<int32_t>(stack));
        return;
    }
}

void Thread::dispose() { state_.reset(); }

bool Thread::join() {
    if (!state_ || isCurrent()) return false;
    const std::shared_ptr<State> state = state_;
    return waitForOthers([&] { return !state->runs; });
}

void Mutex::lock() {
    waitForOthers([this] { return try_lock(); });
}
bool Mutex::try_lock() {
    if (owner_ != NOBODY) return false;
    owner_ = host_current_thread();
    return true;
}

void RecursiveMutex::lock() {
    waitForOthers([this] { return try_lock(); });
}
bool RecursiveMutex::try_lock() {
    const int own = host_current_thread();
    if (owner_ != NOBODY && owner_ != own) return false;
    owner_ = own;
    ++depth_;
    return true;
}

struct os_queue {
    size_t item_bytes, capacity, count, first;
    char* items;
};
struct os_semaphore {
    unsigned count, maximum;
};

int os_thread_create(os_thread_t* thread, const char* name, os_thread_prio_t priority, os_thread_fn_t function,
                     void* parameter, size_t stack) {
    *thread = new Thread(name, function, parameter, priority, stack);
    return (*thread)->isValid() ? 0 : FAILED;
}
int os_thread_yield() {
    photon::waitUntilTime(host_now_us() + TICK_US, 0);
    return 0;
}
int os_thread_join(os_thread_t thread) { return thread->join() ? 0 : FAILED; }
int os_thread_cleanup(os_thread_t thread) {
    delete thread;
    return 0;
}
int os_thread_delay_until(system_tick_t* previous, system_tick_t increment) {
    const system_tick_t left = *previous + increment - static_cast<system_tick_t>(host_now_us() / 1000);
    *previous += increment;
    if (left <= increment) photon::waitUntilTime(host_now_us() + int64_t(left) * 1000, 0);
    return 0;
}

int os_mutex_create(os_mutex_t* mutex) { return (*mutex = new Mutex) ? 0 : FAILED; }
int os_mutex_destroy(os_mutex_t mutex) { return delete mutex, 0; }
int os_mutex_lock(os_mutex_t mutex) { return mutex->lock(), 0; }
int os_mutex_trylock(os_mutex_t mutex) { return mutex->try_lock() ? 0 : FAILED; }
int os_mutex_unlock(os_mutex_t mutex) { return mutex->unlock(), 0; }
int os_mutex_recursive_create(os_mutex_recursive_t* mutex) { return (*mutex = new RecursiveMutex) ? 0 : FAILED; }
int os_mutex_recursive_destroy(os_mutex_recursive_t mutex) { return delete mutex, 0; }
int os_mutex_recursive_lock(os_mutex_recursive_t mutex) { return mutex->lock(), 0; }
int os_mutex_recursive_trylock(os_mutex_recursive_t mutex) { return mutex->try_lock() ? 0 : FAILED; }
int os_mutex_recursive_unlock(os_mutex_recursive_t mutex) { return mutex->unlock(), 0; }

int os_queue_create(os_queue_t* queue, size_t item_bytes, size_t capacity, void*) {
    char* items = static_cast<char*>(malloc(item_bytes * capacity));
    *queue = items ? new os_queue{item_bytes, capacity, 0, 0, items} : nullptr;
    return *queue ? 0 : FAILED;
}
int os_queue_put(os_queue_t queue, const void* item, system_tick_t wait_ms, void*) {
    if (!waitForOthers([&] { return queue->count < queue->capacity; }, wait_ms)) return FAILED;
    const size_t place = (queue->first + queue->count++) % queue->capacity;
    memcpy(queue->items + place * queue->item_bytes, item, queue->item_bytes);
    return 0;
}
int os_queue_peek(os_queue_t queue, void* item, system_tick_t wait_ms, void*) {
    if (!waitForOthers([&] { return queue->count > 0; }, wait_ms)) return FAILED;
    memcpy(item, queue->items + queue->first * queue->item_bytes, queue->item_bytes);
    return 0;
}
int os_queue_take(os_queue_t queue, void* item, system_tick_t wait_ms, void* reserved) {
    if (os_queue_peek(queue, item, wait_ms, reserved)) return FAILED;
    queue->first = (queue->first + 1) % queue->capacity;
    --queue->count;
    return 0;
}
int os_queue_destroy(os_queue_t queue, void*) {
    free(queue->items);
    return delete queue, 0;
}

int os_semaphore_create(os_semaphore_t* semaphore, unsigned maximum, unsigned initial) {
    return (*semaphore = new os_semaphore{initial, maximum}) ? 0 : FAILED;
}
int os_semaphore_destroy(os_semaphore_t semaphore) { return delete semaphore, 0; }
int os_semaphore_take(os_semaphore_t semaphore, system_tick_t wait_ms, bool) {
    if (!waitForOthers([&] { return semaphore->count > 0; }, wait_ms)) return FAILED;
    --semaphore->count;
    return 0;
}
int os_semaphore_give(os_semaphore_t semaphore, bool) {
    if (semaphore->count == semaphore->maximum) return FAILED;
    ++semaphore->count;
    return 0;
}
