#include "spark_wiring_tcpclient.h"

#include "Particle.h"
#include "scheduler.h"

TCPClient::TCPClient(int handle) : state_(std::make_shared<State>()) { state_->handle = handle; }
TCPClient::State::~State() {
    if (handle > 0) host_net_close(handle);
}
int TCPClient::connect(IPAddress address, uint16_t port, network_interface_t) { return connect(address.toString().c_str(), port); }
int TCPClient::connect(const char* host, uint16_t port, network_interface_t) {
    stop();
    if (!WiFi.ready()) return 0;
    state_->handle = host_net_connect(host, port);
    return state_->handle > 0;
}
size_t TCPClient::write(const uint8_t* buffer, size_t size) {
    const int taken = host_net_send(state_->handle, buffer, static_cast<int32_t>(size));
    return taken < 0 ? 0 : static_cast<size_t>(taken);
}
int TCPClient::available() {
    photon::polled(1000);
    return host_net_available(state_->handle) + (state_->peeked >= 0 ? 1 : 0);
}
int TCPClient::read() {
    uint8_t byte;
    return read(&byte, 1) == 1 ? byte : -1;
}
int TCPClient::read(uint8_t* buffer, size_t size) {
    if (!size) return 0;
    size_t have = 0;
    if (state_->peeked >= 0) buffer[have++] = static_cast<uint8_t>(state_->peeked), state_->peeked = -1;
    const int more = host_net_receive(state_->handle, buffer + have, static_cast<int32_t>(size - have));
    if (more > 0) have += static_cast<size_t>(more);
    return have ? static_cast<int>(have) : -1;
}
int TCPClient::peek() {
    if (state_->peeked < 0) state_->peeked = read();
    return state_->peeked;
}
void TCPClient::stop() {
    if (state_->handle > 0) host_net_close(state_->handle);
    state_->handle = 0;
    state_->peeked = -1;
}
uint8_t TCPClient::connected() {
    photon::polled(1000);
    return state_->peeked >= 0 || host_net_connected(state_->handle);
}
IPAddress TCPClient::remoteIP() {
    const uint32_t a = static_cast<uint32_t>(host_net_peer(state_->handle));
    return IPAddress(a >> 24, a >> 16, a >> 8, a);
}

bool TCPServer::begin() {
    stop();
    handle_ = host_net_listen(port_);
    return handle_ > 0;
}
TCPClient TCPServer::available() {
    photon::polled(1000);
    const int next = host_net_accept(handle_);
    if (next > 0) client_ = TCPClient(next);
    if (client_ && !client_.connected()) client_.stop();
    return client_;
}
void TCPServer::stop() {
    if (handle_ > 0) host_net_close(handle_);
    handle_ = 0;
    client_.stop();
}
