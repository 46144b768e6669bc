// The ports behind the pins, for libraries that write to their registers: each write is a digitalWrite().
#pragma once
#include "spark_wiring.h"

namespace photon {

enum PortRegisterKind { PORT_IN, PORT_OUT, PORT_SET, PORT_CLEAR };
uint32_t readPort(uint8_t port, PortRegisterKind kind);
void writePort(uint8_t port, PortRegisterKind kind, uint32_t value);

template <PortRegisterKind KIND>
class PortRegister {
public:
    explicit PortRegister(uint8_t port) : port_(port) {}
    operator uint32_t() const { return readPort(port_, KIND); }
    void operator=(uint32_t value) { writePort(port_, KIND, value); }
    void operator|=(uint32_t bits) { writePort(port_, KIND, *this | bits); }
    void operator&=(uint32_t bits) { writePort(port_, KIND, *this & bits); }
    void operator^=(uint32_t bits) { writePort(port_, KIND, *this ^ bits); }

private:
    uint8_t port_;
};

}  // namespace photon

struct GPIO_TypeDef {
    explicit GPIO_TypeDef(uint8_t port) : IDR(port), ODR(port), BSRRL(port), BSRRH(port) {}
    photon::PortRegister<photon::PORT_IN> IDR;
    photon::PortRegister<photon::PORT_OUT> ODR;
    photon::PortRegister<photon::PORT_SET> BSRRL;
    photon::PortRegister<photon::PORT_CLEAR> BSRRH;
};
extern GPIO_TypeDef photonPorts[3];
#define GPIOA (&photonPorts[0])
#define GPIOB (&photonPorts[1])
#define GPIOC (&photonPorts[2])

typedef struct Hal_Pin_Info {
    GPIO_TypeDef* gpio_peripheral;  // null for the numbers that are no pins
    uint16_t gpio_pin;              // its bit in the registers
    uint8_t gpio_pin_source;        // that bit's number
} Hal_Pin_Info;
typedef Hal_Pin_Info STM32_Pin_Info;

// TOTAL_PINS of them.
Hal_Pin_Info* HAL_Pin_Map();

typedef enum PinFunction { PF_NONE, PF_DIO, PF_TIMER, PF_ADC, PF_DAC, PF_UART, PF_PWM, PF_SPI, PF_I2C } PinFunction;
// `function` if the pin has it; else that it is a pin, or none.
PinFunction HAL_Validate_Pin_Function(pin_t pin, PinFunction function);
