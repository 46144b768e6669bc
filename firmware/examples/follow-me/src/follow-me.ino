// Lamps on D7 that follow each other: whoever's button (D3 to ground) is pressed tells all the others.

const int BUTTON = D3, LAMP = D7;

bool isOn = false;
int before = HIGH;

void follow(const char* event, const char* data) {
    isOn = data && strcmp(data, "on") == 0;
    digitalWrite(LAMP, isOn ? HIGH : LOW);
}

void setup() {
    pinMode(BUTTON, INPUT_PULLUP);
    pinMode(LAMP, OUTPUT);
    Particle.subscribe("follow-me", follow, MY_DEVICES);
}

void loop() {
    const int now = digitalRead(BUTTON);
    if (before == HIGH && now == LOW) Particle.publish("follow-me", isOn ? "off" : "on", PRIVATE);
    before = now;
    delay(50);
}
