// An RGB strip on D0, D1 and A4 (three PWM channels of their own) that fades to its next colour within a second.
//
//   particle call <device> color "255,128,0"

const int PINS[] = {D0, D1, A4};
const unsigned long FADE_MS = 1000;

int from[3], to[3];
unsigned long began;

int levelOf(int channel) {
    const unsigned long passed = millis() - began;  // right beyond the wrap of millis(), too
    if (passed >= FADE_MS) return to[channel];
    return from[channel] + (to[channel] - from[channel]) * (int)passed / (int)FADE_MS;
}

int setColor(String argument) {
    int wanted[3];
    if (sscanf(argument.c_str(), "%d,%d,%d", &wanted[0], &wanted[1], &wanted[2]) != 3) return -1;
    for (int value : wanted) {
        if (value < 0 || value > 255) return -1;
    }
    for (int i = 0; i < 3; i++) {
        from[i] = levelOf(i);
        to[i] = wanted[i];
    }
    began = millis();
    return to[0] << 16 | to[1] << 8 | to[2];
}

void setup() {
    for (int pin : PINS) pinMode(pin, OUTPUT);
    Particle.function("color", setColor);
}

void loop() {
    for (int i = 0; i < 3; i++) analogWrite(PINS[i], levelOf(i));
    delay(10);
}
