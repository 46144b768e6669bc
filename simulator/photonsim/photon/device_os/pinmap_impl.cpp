#include "pinmap_impl.h"

GPIO_TypeDef photonPorts[3] = {GPIO_TypeDef(0), GPIO_TypeDef(1), GPIO_TypeDef(2)};

namespace {

#define PHOTON_PORT_PIN(port, bit) {port, static_cast<uint16_t>(1u << (bit)), bit}
// By pin number; D0 is PB7. 8, 9 and the button are left out.
Hal_Pin_Info pins[TOTAL_PINS] = {
    PHOTON_PORT_PIN(GPIOB, 7),  PHOTON_PORT_PIN(GPIOB, 6),  PHOTON_PORT_PIN(GPIOB, 5), PHOTON_PORT_PIN(GPIOB, 4),
    PHOTON_PORT_PIN(GPIOB, 3),  PHOTON_PORT_PIN(GPIOA, 15), PHOTON_PORT_PIN(GPIOA, 14), PHOTON_PORT_PIN(GPIOA, 13),
    {nullptr, 0, 0},            {nullptr, 0, 0},            PHOTON_PORT_PIN(GPIOC, 5), PHOTON_PORT_PIN(GPIOC, 3),
    PHOTON_PORT_PIN(GPIOC, 2),  PHOTON_PORT_PIN(GPIOA, 5),  PHOTON_PORT_PIN(GPIOA, 6), PHOTON_PORT_PIN(GPIOA, 7),
    PHOTON_PORT_PIN(GPIOA, 4),  PHOTON_PORT_PIN(GPIOA, 0),  PHOTON_PORT_PIN(GPIOA, 10), PHOTON_PORT_PIN(GPIOA, 9),
};
#undef PHOTON_PORT_PIN

}  // namespace

Hal_Pin_Info* HAL_Pin_Map() { return pins; }

PinFunction HAL_Validate_Pin_Function(pin_t pin, PinFunction function) {
    if (pin >= TOTAL_PINS) return PF_NONE;
    const bool dac = pin == DAC1 || pin == DAC2;
    const bool has = function == PF_ADC     ? pin >= A0 && pin <= A7
                     : function == PF_DAC   ? dac
                     : function == PF_TIMER ? !dac && analogWriteMaxFrequency(pin)
                                            : false;
    return has ? function : PF_DIO;
}

namespace photon {

uint32_t readPort(uint8_t port, PortRegisterKind kind) {
    uint32_t value = 0;
    if (kind == PORT_SET || kind == PORT_CLEAR) return value;  // they read as 0
    for (pin_t pin = 0; pin < TOTAL_PINS; ++pin) {
        if (pins[pin].gpio_peripheral == &photonPorts[port] && digitalRead(pin)) value |= pins[pin].gpio_pin;
    }
    return value;
}

void writePort(uint8_t port, PortRegisterKind kind, uint32_t value) {
    if (kind == PORT_IN) return;
    for (pin_t pin = 0; pin < TOTAL_PINS; ++pin) {
        if (pins[pin].gpio_peripheral != &photonPorts[port]) continue;
        const bool named = value & pins[pin].gpio_pin;
        if (kind == PORT_OUT || named) digitalWrite(pin, named != (kind == PORT_CLEAR));
    }
}

}  // namespace photon
