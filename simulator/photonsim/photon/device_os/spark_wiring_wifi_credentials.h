// Credentials of a Wi-Fi network as an object. What enterprise networks want beside a password is taken and has no
// effect: no simulated network asks for it.
#pragma once
#include <stdint.h>
#include <string.h>

#include "spark_wiring_string.h"

enum WLanSecurityType {
    WLAN_SEC_UNSEC = 0,
    WLAN_SEC_WEP,
    WLAN_SEC_WPA,
    WLAN_SEC_WPA2,
    WLAN_SEC_WPA_ENTERPRISE,
    WLAN_SEC_WPA2_ENTERPRISE,
    WLAN_SEC_NOT_SET = 0xFF
};
enum WLanSecurityCipher { WLAN_CIPHER_NOT_SET = 0, WLAN_CIPHER_AES, WLAN_CIPHER_TKIP, WLAN_CIPHER_AES_TKIP };
enum WLanEapType { WLAN_EAP_TYPE_NONE = 0, WLAN_EAP_TYPE_TLS = 13, WLAN_EAP_TYPE_PEAP = 25 };
enum SecurityType {
    UNSEC = WLAN_SEC_UNSEC,
    WEP = WLAN_SEC_WEP,
    WPA = WLAN_SEC_WPA,
    WPA2 = WLAN_SEC_WPA2,
    WPA_ENTERPRISE = WLAN_SEC_WPA_ENTERPRISE,
    WPA2_ENTERPRISE = WLAN_SEC_WPA2_ENTERPRISE
};

class WiFiCredentials {
public:
    WiFiCredentials(SecurityType security = UNSEC) : security_(security) {}
    WiFiCredentials(const char* ssid, SecurityType security = UNSEC) : security_(security), ssid_(ssid) {}
    virtual ~WiFiCredentials() = default;
    WiFiCredentials& setSsid(const char* ssid, int length = -1) { return set(ssid_, ssid, length); }
    WiFiCredentials& setPassword(const char* password, int length = -1) {
        has_password_ = password != nullptr;
        return set(password_, password, length);
    }
    WiFiCredentials& setSecurity(SecurityType security) {
        security_ = security;
        return *this;
    }
    WiFiCredentials& setCipher(WLanSecurityCipher cipher) {
        cipher_ = cipher;
        return *this;
    }
    WiFiCredentials& setChannel(int) { return *this; }
    WiFiCredentials& setEapType(WLanEapType) { return *this; }
    WiFiCredentials& setIdentity(const char*, int = -1) { return *this; }
    WiFiCredentials& setInnerIdentity(const char*, int = -1) { return *this; }
    WiFiCredentials& setOuterIdentity(const char*, int = -1) { return *this; }
    WiFiCredentials& setPrivateKey(const uint8_t*, uint16_t) { return *this; }
    WiFiCredentials& setPrivateKey(const char*) { return *this; }
    WiFiCredentials& setClientCertificate(const uint8_t*, uint16_t) { return *this; }
    WiFiCredentials& setClientCertificate(const char*) { return *this; }
    WiFiCredentials& setRootCertificate(const uint8_t*, uint16_t) { return *this; }
    WiFiCredentials& setRootCertificate(const char*) { return *this; }
    void reset() { *this = WiFiCredentials(); }

    const char* ssid() const { return ssid_.c_str(); }
    const char* password() const { return has_password_ ? password_.c_str() : nullptr; }
    SecurityType security() const { return security_; }
    WLanSecurityCipher cipher() const { return cipher_; }

private:
    WiFiCredentials& set(String& text, const char* value, int length) {
        text = !value ? String() : length < 0 ? String(value) : String(value, static_cast<unsigned>(length));
        return *this;
    }
    SecurityType security_;
    WLanSecurityCipher cipher_ = WLAN_CIPHER_NOT_SET;
    String ssid_, password_;
    bool has_password_ = false;
};
// On the board this one copies what it is given, and the other does not; here both do.
typedef WiFiCredentials WiFiAllocatedCredentials;
