// A button from D2 to ground steps a lamp on WKP through off, a little, half and full, without any cloud.

SYSTEM_THREAD(ENABLED);  // the button works while Wi-Fi comes and goes

const int BUTTON = D2, LAMP = WKP;
const int LEVELS[] = {0, 16, 100, 255};
const unsigned long BOUNCE_MS = 50;

volatile bool wasPressed = false;
int step = 0;
unsigned long lastPress = 0;

void onPress() {
    wasPressed = true;  // nothing else in an interrupt
}

void setup() {
    pinMode(LAMP, OUTPUT);
    pinMode(BUTTON, INPUT_PULLUP);
    attachInterrupt(BUTTON, onPress, FALLING);
    Particle.variable("step", step);
}

void loop() {
    if (!wasPressed) return;
    wasPressed = false;
    if (millis() - lastPress < BOUNCE_MS) return;
    lastPress = millis();
    step = (step + 1) % (int)(sizeof LEVELS / sizeof *LEVELS);
    analogWrite(LAMP, LEVELS[step]);
}
