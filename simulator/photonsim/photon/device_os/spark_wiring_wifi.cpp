// Wi-Fi.
#include "Particle.h"
#include "scheduler.h"

WiFiClass WiFi;

const char* WiFiClass::SSID() const {
    static char ssid[33];
    host_text(host::TEXT_SSID, ssid, sizeof ssid);
    return ssid;
}
uint8_t* WiFiClass::macAddress(uint8_t* mac) const {
    char text[13];
    host_text(host::TEXT_MAC, text, sizeof text);
    for (int i = 0; i < 6; ++i) {
        const char pair[3] = {text[2 * i], text[2 * i + 1], 0};
        mac[i] = static_cast<uint8_t>(strtol(pair, nullptr, 16));
    }
    return mac;
}
IPAddress WiFiClass::localIP() const {
    unsigned a = 0, b = 0, c = 0, d = 0;
    sscanf(photon::hostText(host::TEXT_IP).c_str(), "%u.%u.%u.%u", &a, &b, &c, &d);
    return IPAddress(static_cast<uint8_t>(a), static_cast<uint8_t>(b), static_cast<uint8_t>(c), static_cast<uint8_t>(d));
}
