// WiFi, as far as a simulated house reaches: photonsim/photon/station.py.
#pragma once
#include <stdint.h>
#include <string.h>

#include <chrono>

#include "photon_host.h"
#include "spark_wiring_ipaddress.h"
#include "spark_wiring_wifi_credentials.h"

#define WIFI_CONNECT_SKIP_LISTEN 1

// How a network comes in: in dBm, and from 0 to 100 (-1 without a network).
class WiFiSignal {
public:
    WiFiSignal() = default;
    WiFiSignal(int rssi_dbm, int noise_dbm) : rssi(rssi_dbm), qual(rssi_dbm - noise_dbm), measured_(true) {}
    operator int8_t() const { return static_cast<int8_t>(rssi); }
    float getStrength() const;
    float getStrengthValue() const { return measured_ ? static_cast<float>(rssi) : 0.0f; }
    float getQuality() const;
    float getQualityValue() const { return measured_ ? static_cast<float>(qual) : 0.0f; }
    int rssi = 2;  // more than 0: an error
    int qual = 0;

private:
    bool measured_ = false;
};

enum WLanSelectAntenna_TypeDef { ANT_NONE = 0xFF, ANT_INTERNAL = 0, ANT_EXTERNAL = 1, ANT_AUTO = 3 };

// A network that a scan has found, or one whose credentials are kept.
struct WiFiAccessPoint {
    WiFiAccessPoint() {
        memset(this, 0, sizeof *this);
        size = sizeof *this;
    }
    size_t size;
    char ssid[33];
    uint8_t ssidLength;
    uint8_t bssid[6];
    WLanSecurityType security;
    WLanSecurityCipher cipher;
    uint8_t channel;
    int maxDataRate;
    int rssi;
};
typedef void (*wlan_scan_result_t)(WiFiAccessPoint* network, void* cookie);

class WiFiClass {
public:
    bool ready() const { return host_cloud(host::WIFI_READY) != 0; }
    bool connecting() const { return host_cloud(host::WIFI_CONNECTING) != 0; }
    void on() { host_cloud(host::WIFI_ON); }
    void off() { host_cloud(host::WIFI_OFF); }
    void connect(unsigned flags = 0) {
        host_cloud(flags & WIFI_CONNECT_SKIP_LISTEN ? host::WIFI_CONNECT_ONLY : host::WIFI_CONNECT);
    }
    void disconnect() { host_cloud(host::WIFI_DISCONNECT); }

    void listen(bool begin = true) { host_cloud(begin ? host::WIFI_LISTEN : host::WIFI_LISTEN_END); }
    bool listening() const { return host_cloud(host::WIFI_LISTENING) != 0; }
    void setListenTimeout(uint16_t seconds) { host_wifi_set(host::SET_LISTEN_TIMEOUT_S, seconds); }
    void setListenTimeout(std::chrono::seconds seconds) { setListenTimeout(static_cast<uint16_t>(seconds.count())); }
    uint16_t getListenTimeout() const { return static_cast<uint16_t>(host_number(host::NUMBER_LISTEN_TIMEOUT_S)); }

    // With WPA and no cipher the network is looked up in a scan; where it is not found, the credentials are refused.
    bool setCredentials(const char* ssid) { return setCredentials(ssid, nullptr, UNSEC); }
    bool setCredentials(const char* ssid, const char* password) { return setCredentials(ssid, password, WPA2); }
    bool setCredentials(const char* ssid, const char* password, unsigned long security, unsigned long cipher = WLAN_CIPHER_NOT_SET);
    bool setCredentials(const char* ssid, unsigned ssid_length, const char* password, unsigned password_length,
                        unsigned long security = WLAN_SEC_UNSEC, unsigned long cipher = WLAN_CIPHER_NOT_SET) {
        return setCredentials(String(ssid, ssid_length).c_str(), password ? String(password, password_length).c_str() : nullptr, security, cipher);
    }
    void setCredentials(const char* ssid, WiFiCredentials credentials) { setCredentials(credentials.setSsid(ssid)); }
    void setCredentials(WiFiCredentials credentials) {
        setCredentials(credentials.ssid(), credentials.password(), credentials.security(), credentials.cipher());
    }
    bool hasCredentials() const { return host_cloud(host::WIFI_HAS_CREDENTIALS) != 0; }
    bool clearCredentials() { return host_cloud(host::WIFI_CLEAR_CREDENTIALS) != 0; }
    int getCredentials(WiFiAccessPoint* results, size_t count);

    // How many networks there are, or, with an array, how many of them have found room. Takes about 1.5 s. While
    // Wi-Fi is off: 0, or with Device OS 3 less than 0.
    int scan(wlan_scan_result_t callback, void* cookie = nullptr);
    int scan(WiFiAccessPoint* results, size_t count);
    template <typename T>
    int scan(void (*handler)(WiFiAccessPoint* network, T* instance), T* instance) {
        return scan(reinterpret_cast<wlan_scan_result_t>(handler), static_cast<void*>(instance));
    }

    // In a simulated house both antennas receive alike. What is no antenna is kept, too, and -1 says so.
    int selectAntenna(WLanSelectAntenna_TypeDef antenna) {
        host_wifi_set(host::SET_ANTENNA, antenna);
        return antenna == ANT_INTERNAL || antenna == ANT_EXTERNAL || antenna == ANT_AUTO ? 0 : -1;
    }
    WLanSelectAntenna_TypeDef getAntenna() const {
        const int32_t antenna = host_number(host::NUMBER_ANTENNA);
        return antenna == ANT_NONE ? ANT_INTERNAL : static_cast<WLanSelectAntenna_TypeDef>(antenna);
    }

    const char* SSID() const;
    uint8_t* BSSID(uint8_t* bssid) const;
    WiFiSignal RSSI() const;
    uint8_t* macAddress(uint8_t* mac) const;
    IPAddress localIP() const { return address(host::NUMBER_ADDRESS); }
    IPAddress subnetMask() const { return address(host::NUMBER_NETMASK); }
    IPAddress gatewayIP() const { return address(host::NUMBER_GATEWAY); }
    IPAddress dnsServerIP() const { return address(host::NUMBER_DNS); }
    IPAddress dhcpServerIP() const { return address(host::NUMBER_DHCP); }

    // Both are kept in flash, and count from the next connection on. An address of 0.0.0.0 leaves the earlier one.
    void setStaticIP(const IPAddress& host, const IPAddress& netmask, const IPAddress& gateway, const IPAddress& dns);
    void useStaticIP() { host_wifi_set(host::SET_STATIC, 1); }
    void useDynamicIP() { host_wifi_set(host::SET_STATIC, 0); }
    String hostname() const;
    int setHostname(const String& name) { return setHostname(name.c_str()); }
    int setHostname(const char* name) {
        host_set_hostname(name ? name : "");
        return 0;
    }

    // 0.0.0.0 for a name that nobody knows.
    IPAddress resolve(const char* name) { return ready() ? IPAddress(static_cast<uint32_t>(host_net_resolve(name))) : IPAddress(); }
    // How many of so many tries were answered; one that is not takes a second.
    uint32_t ping(IPAddress address) { return ping(address, 5); }
    uint32_t ping(IPAddress address, uint8_t tries);

private:
    static IPAddress address(int32_t number) { return IPAddress(static_cast<uint32_t>(host_number(number))); }
};
extern WiFiClass WiFi;
