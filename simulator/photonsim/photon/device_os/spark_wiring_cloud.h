// Particle.*: functions, variables, events, and the connection. Limits are checked where the board knows the
// Device OS version: a registration that does not fit returns false.
#pragma once
#include <chrono>
#include <functional>
#include <type_traits>

#include "photon_host.h"
#include "spark_wiring_error.h"
#include "spark_wiring_string.h"
#include "spark_wiring_system.h"
#include "spark_wiring_time.h"

class PublishFlag {
public:
    constexpr explicit PublishFlag(uint8_t value) : value_(value) {}
    constexpr uint8_t value() const { return value_; }
    constexpr PublishFlag operator|(PublishFlag other) const { return PublishFlag(value_ | other.value_); }

private:
    uint8_t value_;
};
constexpr PublishFlag PUBLIC(0x0);
constexpr PublishFlag PRIVATE(0x1);
constexpr PublishFlag NO_ACK(0x2);
constexpr PublishFlag WITH_ACK(0x8);
constexpr int DEFAULT_CLOUD_EVENT_TTL = 60;
enum Spark_Subscription_Scope_TypeDef { MY_DEVICES, ALL_DEVICES };
enum Spark_Data_TypeDef { BOOLEAN = 1, INT = 2, STRING = 4, DOUBLE = 9 };

namespace particle {
// A finished operation: the simulated cloud takes an event at once or refuses it at once.
template <typename T>
class Future {
public:
    explicit Future(T value, int error = 0) : value_(value), error_(error) {}
    operator T() const { return value_; }
    T result() const { return value_; }
    bool isDone() const { return true; }
    bool isSucceeded() const { return error_ == 0; }
    bool isFailed() const { return error_ != 0; }
    bool isCancelled() const { return false; }
    bool cancel() { return false; }  // it is too late
    bool wait(int = 0) const { return true; }
    Error error() const { return Error(static_cast<Error::Type>(error_)); }
    template <typename F>
    Future& onSuccess(F f) {
        if (isSucceeded()) f(value_);
        return *this;
    }
    template <typename F>
    Future& onError(F f) {
        if (isFailed()) f(error());
        return *this;
    }

private:
    T value_;
    int error_;
};
}  // namespace particle

typedef std::function<int(String)> user_std_function_int_str_t;
typedef std::function<void(const char*, const char*)> event_handler_t;

// How to say goodbye; here it is always said, and takes no time.
class CloudDisconnectOptions {
public:
    CloudDisconnectOptions& graceful(bool) { return *this; }
    CloudDisconnectOptions& timeout(unsigned) { return *this; }
    CloudDisconnectOptions& timeout(std::chrono::milliseconds) { return *this; }
    CloudDisconnectOptions& clearSession(bool) { return *this; }
};

class CloudClass {
public:
    // -- functions
    bool function(const char* name, user_std_function_int_str_t handler)
#ifdef __clang__  // the headers are read by other compilers, too
        __attribute__((diagnose_if(__builtin_strlen(name) > 64, "a name is at most 64 characters long", "error")))
#endif
    {
        return registerFunction(name, handler);
    }
    template <typename T>
    bool function(const char* name, int (T::*handler)(String), T* instance) {
        return registerFunction(name, [handler, instance](String argument) { return (instance->*handler)(argument); });
    }

    // -- variables: the address is kept, so the variable must outlive the program
    bool variable(const char* name, const bool& value) { return integer(name, BOOLEAN, [&value] { return value ? 1 : 0; }); }
    bool variable(const char* name, const int& value) { return integer(name, INT, [&value] { return value; }); }
    bool variable(const char* name, const unsigned& value) { return integer(name, INT, [&value] { return static_cast<int>(value); }); }
    bool variable(const char* name, const long& value) { return integer(name, INT, [&value] { return static_cast<int>(value); }); }
    bool variable(const char* name, const unsigned long& value) { return integer(name, INT, [&value] { return static_cast<int>(value); }); }
    bool variable(const char* name, const double& value) { return number(name, [&value] { return value; }); }
    bool variable(const char* name, const String& value) { return text(name, [&value] { return value; }); }
    bool variable(const char* name, const char* value) { return text(name, [value] { return String(value); }); }
    bool variable(const char* name, const bool* value, Spark_Data_TypeDef = BOOLEAN) { return variable(name, *value); }
    bool variable(const char* name, const int* value, Spark_Data_TypeDef = INT) { return variable(name, *value); }
    bool variable(const char* name, const double* value, Spark_Data_TypeDef = DOUBLE) { return variable(name, *value); }
    bool variable(const char* name, const String* value, Spark_Data_TypeDef = STRING) { return variable(name, *value); }
    bool variable(const char* name, const char* value, Spark_Data_TypeDef) { return variable(name, value); }
    bool variable(const char* name, const float&) __attribute__((unavailable("a cloud variable cannot be a float: make it a double")));
    template <typename F, typename R = decltype(std::declval<F>()())>
    bool variable(const char* name, F callable) {
        return computed(name, std::function<R()>(callable));
    }
    template <typename R, typename T>
    bool variable(const char* name, R (T::*member)() const, const T* instance) {
        return computed(name, std::function<R()>([member, instance] { return (instance->*member)(); }));
    }

    // -- events
    particle::Future<bool> publish(const char* name, PublishFlag flags = PUBLIC, PublishFlag more = PUBLIC) {
        return send(name, nullptr, DEFAULT_CLOUD_EVENT_TTL, flags | more);
    }
    particle::Future<bool> publish(const char* name, const char* data, PublishFlag flags = PUBLIC, PublishFlag more = PUBLIC) {
        return send(name, data, DEFAULT_CLOUD_EVENT_TTL, flags | more);
    }
    particle::Future<bool> publish(const char* name, const char* data, int ttl, PublishFlag flags = PUBLIC, PublishFlag more = PUBLIC) {
        return send(name, data, ttl, flags | more);
    }
    bool subscribe(const char* prefix, event_handler_t handler, Spark_Subscription_Scope_TypeDef = ALL_DEVICES) {
        return addHandler(prefix, handler, nullptr);
    }
    bool subscribe(const char* prefix, event_handler_t handler, const char*) { return subscribe(prefix, handler); }
    // A function by its name takes one place for a prefix, however often it subscribes.
    bool subscribe(const char* prefix, void (&handler)(const char*, const char*),
                   Spark_Subscription_Scope_TypeDef = ALL_DEVICES) {
        return addHandler(prefix, handler, handler);
    }
    bool subscribe(const char* prefix, void (&handler)(const char*, const char*), const char*) {
        return addHandler(prefix, handler, handler);
    }
    template <typename T>
    bool subscribe(const char* prefix, void (T::*handler)(const char*, const char*), T* instance,
                   Spark_Subscription_Scope_TypeDef scope = ALL_DEVICES) {
        return subscribe(prefix, [handler, instance](const char* n, const char* d) { (instance->*handler)(n, d); }, scope);
    }
    void unsubscribe();

    // -- the connection
    bool connected() const { return host_cloud(host::CLOUD_CONNECTED) != 0; }
    bool disconnected() const { return !connected(); }
    void connect() { host_cloud(host::CLOUD_CONNECT); }
    void disconnect() { host_cloud(host::CLOUD_DISCONNECT); }
    void disconnect(const CloudDisconnectOptions&) { disconnect(); }
    void setDisconnectOptions(const CloudDisconnectOptions&) {}
    void process();
    bool syncTime() { return host_cloud(host::CLOUD_SYNC_TIME) != 0; }
    // millis() of the last time that the cloud has set the clock; 0 before the first.
    system_tick_t timeSyncedLast() const { return static_cast<system_tick_t>(host_number(host::NUMBER_TIME_SYNCED_MS)); }
    system_tick_t timeSyncedLast(time_t& when) const {
        const system_tick_t last = timeSyncedLast();
        when = last ? Time.now() - static_cast<time_t>((millis() - last) / 1000) : 0;
        return last;
    }
    bool syncTimePending() const { return false; }
    bool syncTimeDone() const { return true; }
    bool publishVitals(unsigned = 0) { return connected(); }
#if SYSTEM_VERSION >= 0x03000000
    // Only this Device OS can ask; negative while there is no connection (Device OS v3.3.1, spark_wiring_cloud.h).
    int maxEventDataSize() const { return connected() ? 864 : -210; }
    int maxVariableValueSize() const { return maxEventDataSize(); }
    int maxFunctionArgumentSize() const { return maxEventDataSize(); }
#endif
    String deviceID() const;
    template <typename... Arguments>
    static void sleep(Arguments... arguments) __attribute__((deprecated("Please use System.sleep() instead.")));

private:
    bool addHandler(const char* prefix, event_handler_t handler, void (*function)(const char*, const char*));
    bool registerFunction(const char* name, user_std_function_int_str_t handler);
    bool integer(const char* name, Spark_Data_TypeDef type, std::function<int()> read);
    bool number(const char* name, std::function<double()> read);
    bool text(const char* name, std::function<String()> read);
    bool computed(const char* name, std::function<bool()> read) { return integer(name, BOOLEAN, [read] { return read() ? 1 : 0; }); }
    bool computed(const char* name, std::function<int()> read) { return integer(name, INT, read); }
    bool computed(const char* name, std::function<double()> read) { return number(name, read); }
    bool computed(const char* name, std::function<String()> read) { return text(name, read); }
    bool computed(const char* name, std::function<const char*()> read) { return text(name, [read] { return String(read()); }); }
    particle::Future<bool> send(const char* name, const char* data, int ttl, PublishFlag flags);
};
extern CloudClass Particle;
template <typename... Arguments>
void CloudClass::sleep(Arguments... arguments) {
    System.sleep(arguments...);
}
extern CloudClass& Spark;
