// UDP, as far as a simulated house reaches: photonsim/photon/network.py.
#pragma once
#include "spark_wiring_client.h"

class UDP : public Stream {
public:
    UDP() = default;
    ~UDP() override { stop(); }
    bool setBuffer(size_t, uint8_t* = nullptr) { return true; }
    void releaseBuffer() {}
    uint8_t begin(uint16_t port, network_interface_t = 0);
    void stop();

    int sendPacket(const uint8_t* buffer, size_t size, IPAddress destination, uint16_t port);
    int sendPacket(const char* buffer, size_t size, IPAddress destination, uint16_t port) {
        return sendPacket(reinterpret_cast<const uint8_t*>(buffer), size, destination, port);
    }
    int receivePacket(uint8_t* buffer, size_t size, system_tick_t timeout_ms = 0);
    int receivePacket(char* buffer, size_t size, system_tick_t timeout_ms = 0) {
        return receivePacket(reinterpret_cast<uint8_t*>(buffer), size, timeout_ms);
    }

    int beginPacket(IPAddress address, uint16_t port) { return beginPacket(address.toString().c_str(), port); }
    int beginPacket(const char* host, uint16_t port);
    using Print::write;
    size_t write(uint8_t byte) override { return write(&byte, 1); }
    size_t write(const uint8_t* buffer, size_t size) override;
    int endPacket();

    int parsePacket(system_tick_t timeout_ms = 0);
    int available() override { return static_cast<int>(received_ - offset_); }
    int read() override { return offset_ < received_ ? in_[offset_++] : -1; }
    int read(unsigned char* buffer, size_t size);
    int read(char* buffer, size_t size) { return read(reinterpret_cast<unsigned char*>(buffer), size); }
    int peek() override { return offset_ < received_ ? in_[offset_] : -1; }
    void flush() override { offset_ = received_; }
    IPAddress remoteIP() const { return remote_address_; }
    uint16_t remotePort() const { return remote_port_; }
    int joinMulticast(const IPAddress&) { return 0; }
    int leaveMulticast(const IPAddress&) { return 0; }

private:
    static constexpr size_t PACKET = 512;  // Device OS's buffer; what is longer is cut
    int handle_ = 0;
    String destination_;
    uint16_t destination_port_ = 0, remote_port_ = 0;
    IPAddress remote_address_;
    uint8_t in_[PACKET], out_[PACKET];
    size_t received_ = 0, offset_ = 0, written_ = 0;
};
