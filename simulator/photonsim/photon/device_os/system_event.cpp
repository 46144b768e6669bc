// System.on() and System.off().
#include "system_event.h"

#include "Particle.h"
#include "photon_host.h"

namespace {

struct Subscription {
    system_event_t events;
    std::function<void(system_event_t, int)> handler;
    void* key;  // the sketch's function, to find it again
    Subscription* next;
};
Subscription* subscriptions = nullptr;

void tellHost() {
    system_event_t wanted = 0;
    for (const Subscription* s = subscriptions; s; s = s->next) wanted |= s->events;
    host_system_events(static_cast<int64_t>(wanted));
}

}  // namespace

bool SystemClass::listenTo(system_event_t events, void* key, std::function<void(system_event_t, int)> handler) {
    Subscription** last = &subscriptions;
    while (*last) last = &(*last)->next;
    *last = new Subscription{events, handler, key, nullptr};
    tellHost();
    return *last != nullptr;
}

void SystemClass::ignore(system_event_t events, void* key) {
    for (Subscription** place = &subscriptions; *place;) {
        Subscription* subscription = *place;
        if (subscription->key == key) subscription->events &= ~events;
        if (subscription->events) {
            place = &subscription->next;
        } else {
            *place = subscription->next;
            delete subscription;
        }
    }
    tellHost();
}

void photon::systemEvent(system_event_t event, int parameter) {
    for (const Subscription* s = subscriptions; s; s = s->next) {
        if (s->events & event) s->handler(event, parameter);
    }
}

void SystemClass::reset(uint32_t data, int) {
    photon::systemEvent(::reset, 0);
    host_reset(RESET_REASON_USER, static_cast<int32_t>(data));
}
