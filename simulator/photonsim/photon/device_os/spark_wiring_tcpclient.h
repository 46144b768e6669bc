// TCP, as far as a simulated house reaches: photonsim/photon/network.py.
#pragma once
#include <memory>

#include "spark_wiring_client.h"

class TCPClient : public Client {
public:
    TCPClient() : TCPClient(0) {}
    explicit TCPClient(int handle);
    uint8_t status() { return connected(); }
    int connect(IPAddress address, uint16_t port, network_interface_t = 0) override;
    int connect(const char* host, uint16_t port, network_interface_t = 0) override;
    using Print::write;
    size_t write(uint8_t byte) override { return write(&byte, 1); }
    size_t write(const uint8_t* buffer, size_t size) override;
    size_t write(const uint8_t* buffer, size_t size, system_tick_t) { return write(buffer, size); }
    int available() override;
    int read() override;
    int read(uint8_t* buffer, size_t size) override;
    int peek() override;
    void flush() override {}
    void stop() override;
    uint8_t connected() override;
    operator bool() override { return state_->handle > 0; }
    IPAddress remoteIP();

private:
    // Copies of a client share its connection, which ends with the last of them, or with stop().
    struct State {
        int handle, peeked = -1;
        ~State();
    };
    std::shared_ptr<State> state_;
};

class TCPServer : public Print {
public:
    explicit TCPServer(uint16_t port, network_interface_t = 0) : port_(port) {}
    ~TCPServer() override { stop(); }
    bool begin();
    // The client that has connected since, or else the one before, if it is still there.
    TCPClient available();
    void stop();
    using Print::write;
    size_t write(uint8_t byte) override { return client_.write(byte); }
    size_t write(const uint8_t* buffer, size_t size) override { return client_.write(buffer, size); }

private:
    uint16_t port_;
    int handle_ = 0;
    TCPClient client_;
};
