// Threads and what they share. They change where one waits, and every 10 ms of computing; FreeRTOS changes every 1 ms.
#pragma once
#include <functional>
#include <memory>

#include "critical.h"
#include "photon_host.h"
#include "spark_wiring.h"

typedef uint8_t os_thread_prio_t;
typedef void os_thread_return_t;
typedef os_thread_return_t (*os_thread_fn_t)(void* parameter);
typedef std::function<os_thread_return_t()> wiring_thread_fn_t;
constexpr os_thread_prio_t OS_THREAD_PRIORITY_DEFAULT = 2;
constexpr os_thread_prio_t OS_THREAD_PRIORITY_NORMAL = 2;
constexpr os_thread_prio_t OS_THREAD_PRIORITY_CRITICAL = 9;
constexpr size_t OS_THREAD_STACK_SIZE_DEFAULT = 3 * 1024;
#define CONCURRENT_WAIT_FOREVER 0xFFFFFFFFu

class Thread {
public:
    Thread() = default;
    Thread(const char* name, os_thread_fn_t function, void* parameter = nullptr,
           os_thread_prio_t priority = OS_THREAD_PRIORITY_DEFAULT, size_t stack = OS_THREAD_STACK_SIZE_DEFAULT)
        : Thread(name, [function, parameter] { function(parameter); }, priority, stack) {}
    Thread(const char* name, wiring_thread_fn_t function, os_thread_prio_t priority = OS_THREAD_PRIORITY_DEFAULT,
           size_t stack = OS_THREAD_STACK_SIZE_DEFAULT);
    Thread(Thread&&) = default;
    Thread& operator=(Thread&&) = default;
    ~Thread() { dispose(); }

    void dispose();
    bool join();
    bool cancel() { return false; }  // Device OS cannot end a thread from outside either
    bool isValid() const { return state_ != nullptr; }
    bool isRunning() const { return state_ && state_->runs; }
    bool isCurrent() const { return state_ && state_->index == host_current_thread(); }

    struct State {
        int index;
        bool runs;
        wiring_thread_fn_t function;
        void* stack;
        ~State() { free(stack); }
    };

private:
    std::shared_ptr<State> state_;
};

// A lock that the thread which holds it may not take again: then it waits for ever, as on the board.
class Mutex {
public:
    void lock();
    bool try_lock();
    bool trylock() { return try_lock(); }
    void unlock() { owner_ = NOBODY; }

private:
    static constexpr int NOBODY = -1;
    volatile int owner_ = NOBODY;
};

class RecursiveMutex {
public:
    void lock();
    bool try_lock();
    bool trylock() { return try_lock(); }
    void unlock() {
        if (depth_ && !--depth_) owner_ = NOBODY;
    }

private:
    static constexpr int NOBODY = -1;
    volatile int owner_ = NOBODY;
    unsigned depth_ = 0;
};

namespace photon {

template <typename Lock>
class Guard {
public:
    explicit Guard(Lock& lock, bool wait = true) : lock_(lock), holds_(wait ? (lock.lock(), true) : lock.try_lock()), once_(holds_) {}
    ~Guard() {
        if (holds_) lock_.unlock();
    }
    bool once() {
        const bool first = once_;
        once_ = false;
        return first;
    }

private:
    Lock& lock_;
    bool holds_, once_;
};

struct SingleThreaded {
    void lock() { photon_critical = photon_critical + 1; }
    void unlock() { photon_critical = photon_critical - 1; }
    bool try_lock() { return lock(), true; }
};
extern SingleThreaded single_threaded;

}  // namespace photon

#define WITH_LOCK(lock) \
    for (photon::Guard<std::remove_reference<decltype(lock)>::type> photon_guard(lock); photon_guard.once();)
#define TRY_LOCK(lock) \
    for (photon::Guard<std::remove_reference<decltype(lock)>::type> photon_guard(lock, false); photon_guard.once();)
#define SINGLE_THREADED_SECTION() photon::Guard<photon::SingleThreaded> photon_section(photon::single_threaded)
#define SINGLE_THREADED_BLOCK() WITH_LOCK(photon::single_threaded)
// Interrupts come only while a sketch waits, so what keeps other threads out keeps everything out.
#define ATOMIC_BLOCK() SINGLE_THREADED_BLOCK()

// The functions of concurrent_hal.h that sketches use.
typedef struct os_queue* os_queue_t;
typedef struct os_semaphore* os_semaphore_t;
typedef Mutex* os_mutex_t;
typedef RecursiveMutex* os_mutex_recursive_t;
typedef Thread* os_thread_t;

int os_thread_create(os_thread_t* thread, const char* name, os_thread_prio_t priority, os_thread_fn_t function,
                     void* parameter, size_t stack);
int os_thread_yield();
int os_thread_join(os_thread_t thread);
int os_thread_cleanup(os_thread_t thread);
int os_thread_delay_until(system_tick_t* previous, system_tick_t increment);
int os_mutex_create(os_mutex_t* mutex);
int os_mutex_destroy(os_mutex_t mutex);
int os_mutex_lock(os_mutex_t mutex);
int os_mutex_trylock(os_mutex_t mutex);
int os_mutex_unlock(os_mutex_t mutex);
int os_mutex_recursive_create(os_mutex_recursive_t* mutex);
int os_mutex_recursive_destroy(os_mutex_recursive_t mutex);
int os_mutex_recursive_lock(os_mutex_recursive_t mutex);
int os_mutex_recursive_trylock(os_mutex_recursive_t mutex);
int os_mutex_recursive_unlock(os_mutex_recursive_t mutex);
int os_queue_create(os_queue_t* queue, size_t item_bytes, size_t capacity, void* reserved);
int os_queue_put(os_queue_t queue, const void* item, system_tick_t wait_ms, void* reserved);
int os_queue_take(os_queue_t queue, void* item, system_tick_t wait_ms, void* reserved);
int os_queue_peek(os_queue_t queue, void* item, system_tick_t wait_ms, void* reserved);
int os_queue_destroy(os_queue_t queue, void* reserved);
int os_semaphore_create(os_semaphore_t* semaphore, unsigned maximum, unsigned initial);
int os_semaphore_destroy(os_semaphore_t semaphore);
int os_semaphore_take(os_semaphore_t semaphore, system_tick_t wait_ms, bool reserved);
int os_semaphore_give(os_semaphore_t semaphore, bool reserved);
