// What the simulated board offers to the shim: the only calls that leave the WebAssembly module.
// Times are microseconds since the last reset. Buffers are addresses in the module's own memory.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define PHOTON_HOST(name) extern "C" __attribute__((import_module("photon"), import_name(#name)))

namespace host {

// Flags of wait(), and the bits of its result.
enum : int32_t {
    WAIT_FOR_MESSAGES = 1,  // a message for the application ends the wait
    WAIT_HINTED = 2,        // the firmware said itself when it next needs to run
    WOKEN_BY_INTERRUPT = 2,
    WOKEN_BY_MESSAGE = 4,
};

enum : int32_t {
    MESSAGE_NONE = 0,
    MESSAGE_CALL = 1,
    MESSAGE_READ = 2,
    MESSAGE_EVENT = 3,
    MESSAGE_INTERRUPT = 4,
    MESSAGE_SYSTEM_EVENT = 5,
};

struct Message {
    int32_t kind;
    int32_t id;      // to be given back in the answer
    int32_t index;   // of the function, variable, subscription; the pin; the system event
    int32_t parameter;
    int32_t name_length;
    int32_t data_length;  // -1: there is no data
    char text[1152];      // name, NUL, data, NUL; the longest are 64 and 1024 bytes
};

// A network around the board, or one whose credentials it keeps.
struct WifiNetwork {
    int32_t security;
    int32_t cipher;
    int32_t channel;
    int32_t rssi_dbm;
    int32_t ssid_length;
    uint8_t bssid[6];
    char ssid[34];  // ends with a NUL
};

}  // namespace host

PHOTON_HOST(wait) int32_t host_wait(int64_t until_us, int32_t flags);
PHOTON_HOST(now_us) int64_t host_now_us();
PHOTON_HOST(receive) int32_t host_receive(host::Message* message);
PHOTON_HOST(next_interrupt) int32_t host_next_interrupt();  // the pin, or -1
PHOTON_HOST(reply_int) void host_reply_int(int32_t id, int32_t value);
PHOTON_HOST(reply_double) void host_reply_double(int32_t id, double value);
PHOTON_HOST(reply_text) void host_reply_text(int32_t id, const char* text, int32_t length);

PHOTON_HOST(boot) void host_boot(int32_t system_mode, int32_t threaded);
PHOTON_HOST(setup_done) void host_setup_done();
PHOTON_HOST(pumped) int32_t host_pumped();  // as SYSTEM_BUSY
PHOTON_HOST(reset) void host_reset(int32_t reason, int32_t data);
PHOTON_HOST(panic) void host_panic(int32_t code);
PHOTON_HOST(out_of_memory) void host_out_of_memory(int32_t wanted, int32_t free_bytes);

// Threads: each runs photon_thread(index), on a stack of the sketch's heap. 0 is the application.
PHOTON_HOST(thread_start) void host_thread_start(int32_t index, void* stack, int32_t bytes);
PHOTON_HOST(current_thread) int32_t host_current_thread();
// Backup memory: fills the retained variables with what they had before a reset, 0 after a loss of power.
PHOTON_HOST(retained) int32_t host_retained(void* begin, int32_t bytes);
PHOTON_HOST(random_seed) int32_t host_random_seed();
PHOTON_HOST(text) int32_t host_text(int32_t what, char* buffer, int32_t capacity);
PHOTON_HOST(number) int32_t host_number(int32_t what);

PHOTON_HOST(pin_available) int32_t host_pin_available(int32_t pin);
PHOTON_HOST(pin_mode) void host_pin_mode(int32_t pin, int32_t mode);
PHOTON_HOST(get_pin_mode) int32_t host_get_pin_mode(int32_t pin);
PHOTON_HOST(digital_write) void host_digital_write(int32_t pin, int32_t value);
PHOTON_HOST(digital_read) int32_t host_digital_read(int32_t pin);
PHOTON_HOST(analog_write) void host_analog_write(int32_t pin, int32_t value, int32_t frequency);
PHOTON_HOST(analog_read) int32_t host_analog_read(int32_t pin);
PHOTON_HOST(analog_resolution) int32_t host_analog_resolution(int32_t pin, int32_t bits);
PHOTON_HOST(analog_max_frequency) int32_t host_analog_max_frequency(int32_t pin);
PHOTON_HOST(attach_interrupt) int32_t host_attach_interrupt(int32_t pin, int32_t mode);
PHOTON_HOST(claim_pins) void host_claim_pins(int32_t peripheral, int32_t begun);

PHOTON_HOST(tone) void host_tone(int32_t pin, int32_t frequency, int32_t duration_ms);  // frequency 0: noTone()
PHOTON_HOST(servo) int32_t host_servo(int32_t pin, int32_t pulse_us);                   // -1 detaches; 0: no PWM there
PHOTON_HOST(i2c_write) int32_t host_i2c_write(int32_t address, const void* data, int32_t length);  // as endTransmission()
PHOTON_HOST(i2c_read) int32_t host_i2c_read(int32_t address, void* data, int32_t length);          // bytes read
PHOTON_HOST(spi_transfer) void host_spi_transfer(int32_t bus, void* data, int32_t length);         // there and back
PHOTON_HOST(show_pixels) void host_show_pixels(int32_t pin, const void* rgbw, int32_t count);

PHOTON_HOST(eeprom_read) void host_eeprom_read(int32_t address, void* data, int32_t length);
PHOTON_HOST(eeprom_write) void host_eeprom_write(int32_t address, const void* data, int32_t length);
PHOTON_HOST(eeprom_clear) void host_eeprom_clear();

PHOTON_HOST(rgb_control) void host_rgb_control(int32_t on);
PHOTON_HOST(rgb_color) void host_rgb_color(int32_t r, int32_t g, int32_t b);
PHOTON_HOST(rgb_brightness) void host_rgb_brightness(int32_t brightness);
// flags: 1 it is on, 2 it was activated just now
PHOTON_HOST(led_status) void host_led_status(int32_t slot, int32_t color, int32_t pattern, int32_t period_ms, int32_t priority, int32_t flags);
PHOTON_HOST(led_status_end) void host_led_status_end(int32_t slot);
PHOTON_HOST(led_color) int32_t host_led_color();  // 0xRRGGBB, with its pattern and brightness
PHOTON_HOST(led_theme_get) void host_led_theme_get(int32_t signal, int32_t* color_pattern_period);
PHOTON_HOST(led_theme_set) void host_led_theme_set(int32_t signal, int32_t color, int32_t pattern, int32_t period_ms);
PHOTON_HOST(led_theme_apply) void host_led_theme_apply(int32_t save);  // -1: back to the default

PHOTON_HOST(system_events) void host_system_events(int64_t wanted);  // a bit for each event that a handler wants
PHOTON_HOST(system_flag) int32_t host_system_flag(int32_t flag, int32_t value);  // -1 reads it

PHOTON_HOST(register_function) int32_t host_register_function(const char* name, int32_t length);
PHOTON_HOST(register_variable) int32_t host_register_variable(const char* name, int32_t length, int32_t type);
PHOTON_HOST(subscribe) int32_t host_subscribe(const char* prefix, int32_t length, int32_t index);
PHOTON_HOST(unsubscribe) void host_unsubscribe();
PHOTON_HOST(publish)
int32_t host_publish(const char* name, int32_t name_length, const char* data, int32_t data_length,
                     int32_t ttl, int32_t flags);
PHOTON_HOST(cloud) int32_t host_cloud(int32_t operation);
PHOTON_HOST(set_credentials) int32_t host_set_credentials(const char* ssid, const char* password, int32_t security, int32_t cipher);
PHOTON_HOST(wifi_network) int32_t host_wifi_network(int32_t list, int32_t index, host::WifiNetwork* network);  // 0: there are no more
PHOTON_HOST(wifi_set) void host_wifi_set(int32_t setting, int32_t value);
PHOTON_HOST(set_hostname) void host_set_hostname(const char* name);
PHOTON_HOST(net_resolve) int32_t host_net_resolve(const char* name);   // the address, 0 for none
PHOTON_HOST(net_ping) int32_t host_net_ping(int32_t address);          // 1: it answers
PHOTON_HOST(time_now) int32_t host_time_now();
PHOTON_HOST(set_time) void host_set_time(int32_t unix_seconds);

// Sockets; a handle of 0 or less is none.
PHOTON_HOST(net_connect) int32_t host_net_connect(const char* host, int32_t port);
PHOTON_HOST(net_listen) int32_t host_net_listen(int32_t port);
PHOTON_HOST(net_accept) int32_t host_net_accept(int32_t handle);
PHOTON_HOST(net_bind) int32_t host_net_bind(int32_t port);
PHOTON_HOST(net_send) int32_t host_net_send(int32_t handle, const void* data, int32_t length);
PHOTON_HOST(net_receive) int32_t host_net_receive(int32_t handle, void* data, int32_t capacity);
PHOTON_HOST(net_available) int32_t host_net_available(int32_t handle);
PHOTON_HOST(net_connected) int32_t host_net_connected(int32_t handle);
PHOTON_HOST(net_peer) int32_t host_net_peer(int32_t handle);
PHOTON_HOST(net_send_datagram) int32_t host_net_send_datagram(const char* host, int32_t port, const void* data, int32_t length);
PHOTON_HOST(net_next_datagram) int32_t host_net_next_datagram(int32_t handle, void* data, int32_t capacity, int32_t* address_and_port);
PHOTON_HOST(net_close) void host_net_close(int32_t handle);

PHOTON_HOST(serial_write) void host_serial_write(int32_t port, const void* data, int32_t length);
PHOTON_HOST(serial_read) int32_t host_serial_read(int32_t port);
PHOTON_HOST(serial_peek) int32_t host_serial_peek(int32_t port);
PHOTON_HOST(serial_available) int32_t host_serial_available(int32_t port);

namespace host {
enum : int32_t { TEXT_DEVICE_ID = 0, TEXT_SYSTEM_VERSION = 1, TEXT_SSID = 2, TEXT_MAC = 3, TEXT_IP = 4, TEXT_HOSTNAME = 5 };
enum : int32_t {
    NUMBER_RESET_REASON = 0,
    NUMBER_RESET_DATA = 1,
    NUMBER_RSSI = 2,
    NUMBER_TIME_VALID = 3,
    NUMBER_BUTTON_MS = 4,
    NUMBER_SYSTEM_VERSION = 5,
    NUMBER_RGB_CONTROLLED = 6,
    NUMBER_RGB_BRIGHTNESS = 7,
    NUMBER_HEAP_BYTES = 8,
    // IPv4 addresses, 0 without a network.
    NUMBER_ADDRESS = 9,
    NUMBER_NETMASK = 10,
    NUMBER_GATEWAY = 11,
    NUMBER_DNS = 12,
    NUMBER_DHCP = 13,
    NUMBER_ANTENNA = 14,
    NUMBER_LISTEN_TIMEOUT_S = 15,
    NUMBER_NOISE_DBM = 16,
    NUMBER_TIME_SYNCED_MS = 17,
};
enum : int32_t { WIFI_AROUND = 0, WIFI_KEPT = 1, WIFI_HOME = 2 };
enum : int32_t {
    SET_ANTENNA = 0,
    SET_LISTEN_TIMEOUT_S = 1,
    SET_STATIC = 2,  // 1: the addresses that are set, 0: those that DHCP gives
    SET_ADDRESS = 3,
    SET_NETMASK = 4,
    SET_GATEWAY = 5,
    SET_DNS = 6,
};
enum : int32_t {
    CLOUD_CONNECTED = 0,
    CLOUD_CONNECT = 1,
    CLOUD_DISCONNECT = 2,
    CLOUD_SYNC_TIME = 3,
    WIFI_READY = 4,
    WIFI_CONNECT = 5,
    WIFI_DISCONNECT = 6,
    WIFI_ON = 7,
    WIFI_OFF = 8,
    WIFI_CONNECTING = 9,
    WIFI_CONNECT_ONLY = 10,  // without credentials it does not listen
    SYSTEM_BUSY = 11,  // without a system thread: for how many ms the background does not come back; 0
    WIFI_IS_ON = 12,
    WIFI_LISTEN = 20,
    WIFI_LISTENING = 21,
    WIFI_LISTEN_END = 22,
    WIFI_HAS_CREDENTIALS = 23,
    WIFI_CLEAR_CREDENTIALS = 24,
};
// Device OS, system/inc/system_update.h: system_flag_t.
enum : int32_t { FLAG_UPDATE_PENDING = 0, FLAG_UPDATE_ENABLED = 1, FLAG_RESET_PENDING = 2, FLAG_RESET_ENABLED = 3, FLAG_UPDATE_FORCED = 9 };
enum : int32_t { PERIPHERAL_SERIAL1 = 0, PERIPHERAL_WIRE = 1, PERIPHERAL_SPI = 2, PERIPHERAL_SPI1 = 3 };
}  // namespace host
