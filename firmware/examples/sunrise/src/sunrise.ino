// A lamp on A4 that gets bright within the half hour before you get up.
//
//   particle call <device> wake 06:30       "off" switches it off

const int LAMP = A4;
const int RISE_MINUTES = 30;
const int NEVER = -1;

int wakeMinute = NEVER;  // since midnight
float zone = 0;

int setWake(String argument) {
    if (argument == "off") {
        wakeMinute = NEVER;
        analogWrite(LAMP, 0);
        return 0;
    }
    const int colon = argument.indexOf(':');
    if (colon < 1) return -1;
    const int hour = argument.substring(0, colon).toInt(), minute = argument.substring(colon + 1).toInt();
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
    wakeMinute = hour * 60 + minute;
    return wakeMinute;
}

int setZone(String argument) {
    zone = argument.toFloat();
    Time.zone(zone);  // in RAM only: a sketch has to say it after each start
    return (int)(zone * 60);
}

void setup() {
    pinMode(LAMP, OUTPUT);
    Particle.function("wake", setWake);
    Particle.function("zone", setZone);
}

void loop() {
    if (wakeMinute != NEVER && Time.isValid()) {
        const int now = Time.hour() * 60 + Time.minute();
        const int left = (wakeMinute - now + 1440) % 1440;
        if (left <= RISE_MINUTES) analogWrite(LAMP, map(RISE_MINUTES - left, 0, RISE_MINUTES, 1, 255));
    }
    delay(1000);
}
