#include "spark_wiring_udp.h"

#include "Particle.h"
#include "scheduler.h"

uint8_t UDP::begin(uint16_t port, network_interface_t) {
    stop();
    handle_ = WiFi.ready() ? host_net_bind(port) : 0;
    return handle_ > 0;
}
void UDP::stop() {
    if (handle_ > 0) host_net_close(handle_);
    handle_ = 0;
    received_ = offset_ = 0;
}
int UDP::sendPacket(const uint8_t* buffer, size_t size, IPAddress destination, uint16_t port) {
    if (handle_ <= 0) return -1;
    return host_net_send_datagram(destination.toString().c_str(), port, buffer, static_cast<int32_t>(size));
}
int UDP::beginPacket(const char* host, uint16_t port) {
    destination_ = host;
    destination_port_ = port;
    written_ = 0;
    return handle_ > 0;
}
size_t UDP::write(const uint8_t* buffer, size_t size) {
    const size_t fits = size < PACKET - written_ ? size : PACKET - written_;
    memcpy(out_ + written_, buffer, fits);
    written_ += fits;
    return fits;
}
int UDP::endPacket() {
    if (handle_ <= 0) return -1;
    const int sent = host_net_send_datagram(destination_.c_str(), destination_port_, out_, static_cast<int32_t>(written_));
    written_ = 0;
    return sent;
}
int UDP::parsePacket(system_tick_t timeout_ms) {
    const int64_t end = host_now_us() + int64_t(timeout_ms) * 1000;
    offset_ = received_ = 0;
    for (;;) {
        int32_t sender[2];
        const int size = host_net_next_datagram(handle_, in_, PACKET, sender);
        if (size > 0) {
            const uint32_t a = static_cast<uint32_t>(sender[0]);
            remote_address_ = IPAddress(a >> 24, a >> 16, a >> 8, a);
            remote_port_ = static_cast<uint16_t>(sender[1]);
            received_ = static_cast<size_t>(size);
            return size;
        }
        if (host_now_us() >= end) break;
        photon::waitUntilTime(host_now_us() + 1000, 0);
    }
    photon::polled(1000);
    return 0;
}
int UDP::receivePacket(uint8_t* buffer, size_t size, system_tick_t timeout_ms) {
    return parsePacket(timeout_ms) > 0 ? read(buffer, size) : 0;
}
int UDP::read(unsigned char* buffer, size_t size) {
    const size_t left = received_ - offset_, taken = size < left ? size : left;
    if (!taken) return -1;
    memcpy(buffer, in_ + offset_, taken);
    offset_ += taken;
    return static_cast<int>(taken);
}
