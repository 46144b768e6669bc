// Serial (USB) and Serial1 (RX, TX).
#pragma once
#include "photon_host.h"
#include "spark_wiring_print.h"

class PhotonSerial : public Stream {
public:
    explicit PhotonSerial(int port) : port_(port) {}
    void begin(unsigned long = 9600, uint32_t = 0);
    void end();
    using Print::write;
    size_t write(uint8_t byte) override {
        host_serial_write(port_, &byte, 1);
        return 1;
    }
    size_t write(const uint8_t* buffer, size_t size) override {
        host_serial_write(port_, buffer, static_cast<int32_t>(size));
        return size;
    }
    int available() override { return host_serial_available(port_); }
    int read() override { return host_serial_read(port_); }
    int peek() override { return host_serial_peek(port_); }
    bool isConnected() const { return begun_; }
    bool isEnabled() const { return begun_; }
    operator bool() const { return begun_; }
    int availableForWrite() const { return 64; }

private:
    int port_;
    bool begun_ = false;
};
extern PhotonSerial Serial;
extern PhotonSerial Serial1;
