#pragma once
#include <stdint.h>

#include "photon_host.h"
#include "spark_wiring_print.h"

class IPAddress : public Printable {
public:
    IPAddress() : IPAddress(0, 0, 0, 0) {}
    IPAddress(uint8_t a, uint8_t b, uint8_t c, uint8_t d) : octets_{a, b, c, d} {}
    // 192.168.0.1 as 0xC0A80001, and as four bytes.
    IPAddress(uint32_t address)
        : IPAddress(static_cast<uint8_t>(address >> 24), static_cast<uint8_t>(address >> 16), static_cast<uint8_t>(address >> 8),
                    static_cast<uint8_t>(address)) {}
    IPAddress(const uint8_t* octets) : IPAddress(octets[0], octets[1], octets[2], octets[3]) {}
    uint8_t operator[](int index) const { return octets_[index]; }
    uint8_t& operator[](int index) { return octets_[index]; }
    bool operator==(const IPAddress& other) const {
        for (int i = 0; i < 4; ++i)
            if (octets_[i] != other.octets_[i]) return false;
        return true;
    }
    bool operator!=(const IPAddress& other) const { return !(*this == other); }
    operator bool() const { return octets_[0] || octets_[1] || octets_[2] || octets_[3]; }
    String toString() const { return String::format("%u.%u.%u.%u", octets_[0], octets_[1], octets_[2], octets_[3]); }
    operator String() const { return toString(); }
    size_t printTo(Print& print) const override { return print.print(toString()); }

private:
    uint8_t octets_[4];
};

class WiFiSignal {
public:
    explicit WiFiSignal(int dbm) : dbm_(dbm) {}
    operator int8_t() const { return static_cast<int8_t>(dbm_); }
    float getStrengthValue() const { return static_cast<float>(dbm_); }
    float getStrength() const { return dbm_ >= -50 ? 100.0f : dbm_ <= -100 ? 0.0f : 2.0f * static_cast<float>(dbm_ + 100); }
    float getQuality() const { return getStrength(); }

private:
    int dbm_;
};

enum WLanSecurityType { WLAN_SEC_UNSEC = 0, WLAN_SEC_WEP, WLAN_SEC_WPA, WLAN_SEC_WPA2, UNSEC = 0, WEP, WPA, WPA2 };
enum WLanSecurityCipher { WLAN_CIPHER_NOT_SET = 0, WLAN_CIPHER_AES, WLAN_CIPHER_TKIP, WLAN_CIPHER_AES_TKIP };
enum WLanSelectAntenna_TypeDef { ANT_NONE = 0xFF, ANT_INTERNAL = 0, ANT_EXTERNAL = 1, ANT_AUTO = 3 };

class WiFiClass {
public:
    bool ready() const { return host_cloud(host::WIFI_READY) != 0; }
    bool connecting() const { return !ready(); }
    void listen(bool begin = true) { host_cloud(begin ? host::WIFI_LISTEN : host::WIFI_LISTEN_END); }
    bool listening() const { return host_cloud(host::WIFI_LISTENING) != 0; }
    void on() {}
    void off() { disconnect(); }
    void connect() { host_cloud(host::WIFI_CONNECT); }
    void disconnect() { host_cloud(host::WIFI_DISCONNECT); }
    bool hasCredentials() const { return host_cloud(host::WIFI_HAS_CREDENTIALS) != 0; }
    bool clearCredentials() { return host_cloud(host::WIFI_CLEAR_CREDENTIALS) != 0; }
    bool setCredentials(const char* ssid, const char* password = "", int security = WPA2, int cipher = WLAN_CIPHER_AES) {
        return host_set_credentials(ssid, password, *password ? security : UNSEC, cipher) != 0;
    }
    // The choice is kept; in a simulated house both antennas receive alike. 0, or -1 for what is no antenna.
    int selectAntenna(WLanSelectAntenna_TypeDef antenna) {
        if (antenna != ANT_INTERNAL && antenna != ANT_EXTERNAL && antenna != ANT_AUTO) return -1;
        antenna_ = antenna;
        return 0;
    }
    WLanSelectAntenna_TypeDef getAntenna() const { return antenna_; }
    const char* SSID() const;
    WiFiSignal RSSI() const { return WiFiSignal(host_number(host::NUMBER_RSSI)); }
    uint8_t* macAddress(uint8_t* mac) const;
    IPAddress localIP() const;
    // The simulated network is one of 256 addresses, and its first is the router.
    IPAddress gatewayIP() const {
        IPAddress address = localIP();
        if (address) address[3] = 1;
        return address;
    }
    IPAddress subnetMask() const { return localIP() ? IPAddress(255, 255, 255, 0) : IPAddress(); }
    IPAddress dnsServerIP() const { return gatewayIP(); }
    IPAddress dhcpServerIP() const { return gatewayIP(); }

private:
    WLanSelectAntenna_TypeDef antenna_ = ANT_INTERNAL;
};
extern WiFiClass WiFi;
