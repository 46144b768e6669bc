// A lamp on A5 that dims, and comes back as it was after a power cut.
//
//   particle call <device> brightness 40

const int LAMP = A5;
const int ADDRESS = 0;  // in the EEPROM; a new one holds 255 there

uint8_t percent;

int setBrightness(String argument) {
    const int wanted = argument.toInt();
    if (argument.length() == 0 || wanted < 0 || wanted > 100) return -1;
    percent = wanted;
    EEPROM.put(ADDRESS, percent);
    show();
    return percent;
}

void show() {
    analogWrite(LAMP, map(percent, 0, 100, 0, 255));
}

void setup() {
    EEPROM.get(ADDRESS, percent);
    if (percent > 100) percent = 0;
    pinMode(LAMP, OUTPUT);  // without it analogWrite does nothing
    show();
    Particle.function("brightness", setBrightness);
}
