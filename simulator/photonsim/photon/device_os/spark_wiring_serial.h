// Serial (USB) and Serial1 (RX, TX).
#pragma once
#include "photon_host.h"
#include "spark_wiring_print.h"
#include "spark_wiring_thread.h"

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
    void blockOnOverrun(bool) {}

private:
    int port_;
    bool begun_ = false;
};
// RX and TX. Nobody is at the other end who would hear a break.
class USARTSerial : public PhotonSerial {
public:
    using PhotonSerial::PhotonSerial;
    void halfduplex(bool) {}
    void breakTx() {}
    bool breakRx() { return false; }
};
// What USB has beyond RX and TX: a lock for threads that print whole lines. A print takes it only where a sketch does.
class USBSerial : public PhotonSerial {
public:
    using PhotonSerial::PhotonSerial;
    unsigned baud() const { return 9600; }
    void lock() { mutex_.lock(); }
    bool try_lock() { return mutex_.try_lock(); }
    void unlock() { mutex_.unlock(); }

private:
    RecursiveMutex mutex_;
};
extern USBSerial Serial;
extern USARTSerial Serial1;

// begin()'s second argument: data bits, parity, stop bits. The simulated line carries bytes, whatever they say.
#define SERIAL_8N1 0x00UL
#define SERIAL_8N2 0x01UL
#define SERIAL_8E1 0x04UL
#define SERIAL_8E2 0x05UL
#define SERIAL_8O1 0x08UL
#define SERIAL_8O2 0x09UL
#define SERIAL_9N1 0x10UL
#define SERIAL_9N2 0x11UL
