// Wi-Fi. Source: Device OS v2.3.1, wiring/src/spark_wiring_wifi.cpp and hal/src/photon/wlan_hal.cpp, inet_hal.cpp.
#include "Particle.h"
#include "scheduler.h"

WiFiClass WiFi;

namespace {

// Device OS gives no figure for a scan of all channels; a Photon takes about this.
constexpr int64_t SCAN_US = 1500000;
constexpr int64_t PING_TIMEOUT_US = 1000000;
// In kbit/s: what a Photon, 802.11n with one antenna, agrees on with a usual access point.
constexpr int DATA_RATE = 72200;

void wait(int64_t us) { photon::waitUntilTime(host_now_us() + us, 0); }

// Whether there is a network number `index` in a list.
bool networkOf(int32_t list, int32_t index, WiFiAccessPoint& network) {
    host::WifiNetwork found;
    if (!host_wifi_network(list, index, &found)) return false;
    network = WiFiAccessPoint();
    memcpy(network.ssid, found.ssid, sizeof network.ssid);
    network.ssidLength = static_cast<uint8_t>(found.ssid_length);
    memcpy(network.bssid, found.bssid, sizeof network.bssid);
    network.security = static_cast<WLanSecurityType>(found.security);
    network.cipher = static_cast<WLanSecurityCipher>(found.cipher);
    network.channel = static_cast<uint8_t>(found.channel);
    network.rssi = found.rssi_dbm;
    network.maxDataRate = list == host::WIFI_AROUND ? DATA_RATE : 0;
    return true;
}

// What a scan gives while Wi-Fi is off: Device OS 3 tells an error of the radio's driver (WICED_ERROR), 2 nothing.
int scanned() {
    wait(SCAN_US);
    return host_cloud(host::WIFI_IS_ON) || System.versionNumber() < 0x03000000 ? 0 : -4;
}

int fill(int32_t list, WiFiAccessPoint* results, size_t count) {
    size_t filled = 0;
    while (filled < count && networkOf(list, static_cast<int32_t>(filled), results[filled])) ++filled;
    return static_cast<int>(filled);
}

}  // namespace

float WiFiSignal::getStrength() const {
    return measured_ ? static_cast<float>(constrain(2 * (rssi + 100), 0, 100)) : -1.0f;
}
float WiFiSignal::getQuality() const {
    return measured_ ? static_cast<float>(constrain(qual - 9, 0, 31)) * 100 / 31 : -1.0f;
}

bool WiFiClass::setCredentials(const char* ssid, const char* password, unsigned long security, unsigned long cipher) {
    return host_set_credentials(ssid, password, static_cast<int32_t>(security), static_cast<int32_t>(cipher)) != 0;
}
int WiFiClass::getCredentials(WiFiAccessPoint* results, size_t count) { return fill(host::WIFI_KEPT, results, count); }
int WiFiClass::scan(wlan_scan_result_t callback, void* cookie) {
    if (const int error = scanned()) return error;
    WiFiAccessPoint network;
    int count = 0;
    for (; networkOf(host::WIFI_AROUND, count, network); ++count) {
        if (callback) callback(&network, cookie);
    }
    return count;
}
int WiFiClass::scan(WiFiAccessPoint* results, size_t count) {
    const int error = scanned();
    return error ? error : fill(host::WIFI_AROUND, results, count);
}

const char* WiFiClass::SSID() const {
    static char ssid[33];
    host_text(host::TEXT_SSID, ssid, sizeof ssid);
    return ssid;
}
uint8_t* WiFiClass::BSSID(uint8_t* bssid) const {
    WiFiAccessPoint home;
    networkOf(host::WIFI_HOME, 0, home);
    memcpy(bssid, home.bssid, sizeof home.bssid);
    return bssid;
}
WiFiSignal WiFiClass::RSSI() const {
    return ready() ? WiFiSignal(host_number(host::NUMBER_RSSI), host_number(host::NUMBER_NOISE_DBM)) : WiFiSignal();
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

void WiFiClass::setStaticIP(const IPAddress& host, const IPAddress& netmask, const IPAddress& gateway, const IPAddress& dns) {
    const IPAddress* addresses[] = {&host, &netmask, &gateway, &dns};
    for (int32_t i = 0; i < 4; ++i) {
        if (*addresses[i]) host_wifi_set(host::SET_ADDRESS + i, static_cast<int32_t>(addresses[i]->number()));
    }
}
String WiFiClass::hostname() const { return photon::hostText(host::TEXT_HOSTNAME); }

uint32_t WiFiClass::ping(IPAddress address, uint8_t tries) {
    uint32_t answered = 0;
    for (; tries && ready(); --tries) {
        if (host_net_ping(static_cast<int32_t>(address.number()))) {
            ++answered;
        } else {
            wait(PING_TIMEOUT_US);
        }
    }
    return answered;
}
