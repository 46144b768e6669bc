// A relay module on D6 that is on while its input is low, switched for some minutes: a light on the stairs.
//
//   particle call <device> minutes 3        0 switches it off at once

const int RELAY = D6;

void switchOff() {
    digitalWrite(RELAY, HIGH);
}

Timer timer(60000, switchOff, true);

int onFor(String argument) {
    const int minutes = argument.toInt();
    if (minutes < 0 || minutes > 600) return -1;
    if (minutes == 0) {
        timer.stop();
        switchOff();
    } else {
        digitalWrite(RELAY, LOW);
        timer.changePeriod(minutes * 60000);  // this also starts it
    }
    return minutes;
}

void setup() {
    digitalWrite(RELAY, HIGH);
    pinMode(RELAY, OUTPUT);
    switchOff();
    Particle.function("minutes", onFor);
}
