#pragma once
#include <functional>

#include "spark_wiring.h"

typedef enum InterruptMode { CHANGE, RISING, FALLING } InterruptMode;
typedef std::function<void()> wiring_interrupt_handler_t;
typedef void (*raw_interrupt_handler_t)(void);

bool attachInterrupt(uint16_t pin, wiring_interrupt_handler_t handler, InterruptMode mode, int8_t priority = -1,
                     uint8_t subpriority = 0);
template <typename T>
bool attachInterrupt(uint16_t pin, void (T::*handler)(), T* instance, InterruptMode mode, int8_t priority = -1,
                     uint8_t subpriority = 0) {
    return attachInterrupt(pin, [handler, instance] { (instance->*handler)(); }, mode, priority, subpriority);
}
void detachInterrupt(uint16_t pin);
void interrupts();
void noInterrupts();
