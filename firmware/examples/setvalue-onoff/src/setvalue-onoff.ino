// The two functions of the first Alexa sketches for the Photon: `setvalue` takes 0 to 100, `onoff` takes "on" or "off".
// photonlink offers such a Photon by its profile: docs/linking.md.

const int LAMP = D0;

int level = 100;
bool isOn = false;

void show() {
    analogWrite(LAMP, isOn ? level * 255 / 100 : 0);
}

int setValue(String argument) {
    const int wanted = argument.toInt();
    if (wanted < 0 || wanted > 100) return -1;
    if (wanted > 0) level = wanted;
    isOn = wanted > 0;
    show();
    return wanted;
}

int onOff(String argument) {
    if (argument != "on" && argument != "off") return -1;
    isOn = argument == "on";
    show();
    return isOn ? 1 : 0;
}

void setup() {
    pinMode(LAMP, OUTPUT);
    Particle.function("setvalue", setValue);
    Particle.function("onoff", onOff);
}
