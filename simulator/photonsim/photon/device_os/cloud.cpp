// Particle.* and the handlers that the cloud can reach.
#include "dispatch.h"
#include "Particle.h"
#include "scheduler.h"

CloudClass Particle;
CloudClass& Spark = Particle;

namespace {

// Lists rather than arrays: Device OS has no fixed number of functions or variables.
struct Function {
    user_std_function_int_str_t handler;
    Function* next;
};
struct Variable {
    Spark_Data_TypeDef type;
    std::function<int()> integer;
    std::function<double()> number;
    std::function<String()> text;
    Variable* next;
};

constexpr int SUBSCRIPTIONS = 4;
constexpr int64_t REFUSED_PUBLISH_US = 1000;
Function* functions = nullptr;
Variable* variables = nullptr;
event_handler_t subscriptions[SUBSCRIPTIONS];
struct {
    String prefix;
    void (*function)(const char*, const char*);
} subscribed[SUBSCRIPTIONS];
int subscription_count = 0;
host::Message message;

// The element at `index` of a list; the board counts in the order of registration.
template <typename T>
T* at(T* first, int index) {
    while (first && index-- > 0) first = first->next;
    return first;
}

// The element at `index`, appended when it is the next one. `index` is the board's answer to a registration.
template <typename T>
T* slot(T*& first, int index) {
    T** place = &first;
    while (*place && index-- > 0) place = &(*place)->next;
    if (!*place) *place = new T();
    return *place;
}

int length(const char* text) { return text ? static_cast<int>(strlen(text)) : 0; }

}  // namespace

bool CloudClass::registerFunction(const char* name, user_std_function_int_str_t handler) {
    const int index = host_register_function(name, length(name));
    if (index < 0) return false;
    slot(functions, index)->handler = handler;
    return true;
}

static Variable* registerVariable(const char* name, Spark_Data_TypeDef type) {
    const int index = host_register_variable(name, length(name), type);
    if (index < 0) return nullptr;
    Variable* variable = slot(variables, index);
    variable->type = type;
    return variable;
}

bool CloudClass::integer(const char* name, Spark_Data_TypeDef type, std::function<int()> read) {
    Variable* variable = registerVariable(name, type);
    if (variable) variable->integer = read;
    return variable != nullptr;
}

bool CloudClass::number(const char* name, std::function<double()> read) {
    Variable* variable = registerVariable(name, DOUBLE);
    if (variable) variable->number = read;
    return variable != nullptr;
}

bool CloudClass::text(const char* name, std::function<String()> read) {
    Variable* variable = registerVariable(name, STRING);
    if (variable) variable->text = read;
    return variable != nullptr;
}

particle::Future<bool> CloudClass::send(const char* name, const char* data, int ttl, PublishFlag flags) {
    const int result = host_publish(name, length(name), data, data ? length(data) : -1, ttl, flags.value());
    // It takes time on the board too, about a tick of the scheduler: a sketch that does nothing else must not stop time.
    if (result) photon::waitUntilTime(host_now_us() + REFUSED_PUBLISH_US, 0);
    return particle::Future<bool>(result == 0, result);
}

bool CloudClass::addHandler(const char* prefix, event_handler_t handler, void (*function)(const char*, const char*)) {
    for (int i = 0; i < subscription_count && function; ++i) {
        if (subscribed[i].function == function && subscribed[i].prefix == prefix) return true;
    }
    if (subscription_count == SUBSCRIPTIONS) return false;
    host_subscribe(prefix, length(prefix), subscription_count);
    subscribed[subscription_count] = {prefix, function};
    subscriptions[subscription_count++] = handler;
    return true;
}

void CloudClass::unsubscribe() {
    host_unsubscribe();
    subscription_count = 0;
}

String CloudClass::deviceID() const { return System.deviceID(); }

namespace photon {

void dispatchMessage() {
    // A handler may wait, and then the next message comes while this one is handled: copy it out first.
    if (!host_receive(&message)) return;
    const int id = message.id, index = message.index;
    switch (message.kind) {
        case host::MESSAGE_CALL: {
            Function* function = at(functions, index);
            const String argument(message.text + message.name_length + 1);
            host_reply_int(id, function->handler(argument));
            break;
        }
        case host::MESSAGE_READ: {
            Variable* variable = at(variables, index);
            if (variable->type == DOUBLE) {
                host_reply_double(id, variable->number());
            } else if (variable->type == STRING) {
                const String value = variable->text();
                host_reply_text(id, value.c_str(), static_cast<int>(value.length()));
            } else {
                host_reply_int(id, variable->integer());
            }
            break;
        }
        case host::MESSAGE_SYSTEM_EVENT:
            systemEvent(1ull << index, message.parameter);
            break;
        case host::MESSAGE_EVENT: {
            const String name(message.text);
            const String data(message.text + message.name_length + 1);
            // Without a system thread a missing payload is NULL, with one it is "" (it was copied).
            const bool null = message.data_length < 0 && !system_thread;
            if (index < subscription_count) subscriptions[index](name.c_str(), null ? nullptr : data.c_str());
            break;
        }
    }
}

}  // namespace photon
