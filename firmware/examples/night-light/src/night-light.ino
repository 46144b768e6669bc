// A lamp on D7 that is on when it is dark: a light sensor with a resistor on A0 tells. Two thresholds, so that it does
// not flicker at dusk, and one event a change, not one a measurement: events are counted by Particle.

const int SENSOR = A0, LAMP = D7;
const int DARK = 800, BRIGHT = 1200;  // of 4095

bool isOn = false;
int light = 0;

void setup() {
    pinMode(LAMP, OUTPUT);
    Particle.variable("light", light);
}

void loop() {
    light = analogRead(SENSOR);
    const bool wanted = isOn ? light < BRIGHT : light < DARK;
    if (wanted != isOn) {
        isOn = wanted;
        digitalWrite(LAMP, isOn ? HIGH : LOW);
        Particle.publish("night-light", isOn ? "on" : "off", PRIVATE);
    }
    delay(1000);
}
