// Four functions with the interface of Particle's Tinker: read and write any pin from the phone or the command line.
//   particle call <device> digitalwrite D7,HIGH
//   particle call <device> analogread A0

void setup() {
    Particle.function("digitalread", tinkerDigitalRead);
    Particle.function("digitalwrite", tinkerDigitalWrite);
    Particle.function("analogread", tinkerAnalogRead);
    Particle.function("analogwrite", tinkerAnalogWrite);
}

void loop() {
}

// The pin named at the start of a command such as "D7" or "A0,128"; -1 when there is none.
int pinOf(const String& command) {
    if (command.length() < 2 || !isdigit(command.charAt(1))) return -1;
    const int number = command.charAt(1) - '0';
    if (number > 7) return -1;
    if (command.startsWith("D")) return D0 + number;
    if (command.startsWith("A")) return A0 + number;
    return -1;
}

int tinkerDigitalRead(String command) {
    const int pin = pinOf(command);
    if (pin < 0) return -1;
    pinMode(pin, INPUT_PULLDOWN);
    return digitalRead(pin);
}

int tinkerDigitalWrite(String command) {
    const int pin = pinOf(command);
    if (pin < 0) return -1;
    const String value = command.substring(3);
    if (value != "HIGH" && value != "LOW") return -2;
    pinMode(pin, OUTPUT);
    digitalWrite(pin, value == "HIGH" ? HIGH : LOW);
    return 1;
}

int tinkerAnalogRead(String command) {
    const int pin = pinOf(command);
    if (pin < A0) return -1;
    return analogRead(pin);
}

int tinkerAnalogWrite(String command) {
    const int pin = pinOf(command);
    if (pin < 0) return -1;
    pinMode(pin, OUTPUT);
    analogWrite(pin, command.substring(3).toInt());
    return 1;
}
