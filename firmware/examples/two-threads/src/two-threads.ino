// A lamp on D7 that blinks in a thread of its own, whatever loop() is busy with, and a watchdog for loop().

SYSTEM_THREAD(ENABLED);

Mutex settings;
int periodMs = 500;
String lastReset;

void blink() {
    for (;;) {
        int half;
        WITH_LOCK(settings) {
            half = periodMs / 2;
        }
        digitalWrite(D7, HIGH);
        delay(half);
        digitalWrite(D7, LOW);
        delay(half);
    }
}

Thread* blinker;
ApplicationWatchdog watchdog(10000, [] { System.reset(); });

int setPeriod(String argument) {
    const int wanted = argument.toInt();
    if (wanted < 20) return -1;
    WITH_LOCK(settings) {
        periodMs = wanted;
    }
    return wanted;
}

int hang(String) {
    while (true) {  // for the watchdog; firmware-check: allow blocking-handler
    }
}

void setup() {
    pinMode(D7, OUTPUT);
    lastReset = System.resetReason() == RESET_REASON_USER ? "watchdog" : "power";
    Particle.function("period", setPeriod);
    Particle.function("hang", hang);
    Particle.variable("lastReset", lastReset);
    blinker = new Thread("blink", blink);
}
