// What network clients have in common.
#pragma once
#include "spark_wiring.h"
#include "spark_wiring_print.h"
#include "spark_wiring_wifi.h"

typedef uint32_t network_interface_t;
enum network_interface_index { NETWORK_INTERFACE_ALL = 0, NETWORK_INTERFACE_LOOPBACK = 1, NETWORK_INTERFACE_WIFI_STA = 4, NETWORK_INTERFACE_WIFI_AP = 5 };

class Client : public Stream {
public:
    virtual int connect(IPAddress address, uint16_t port, network_interface_t = 0) = 0;
    virtual int connect(const char* host, uint16_t port, network_interface_t = 0) = 0;
    using Print::write;
    using Stream::read;
    virtual int read(uint8_t* buffer, size_t size) = 0;
    virtual void stop() = 0;
    virtual uint8_t connected() = 0;
    virtual operator bool() = 0;
};
