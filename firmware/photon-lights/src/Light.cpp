#include "Light.h"

#include "MyLights.h"

namespace {

// Milliseconds between two steps of a fade: finer than the eye sees, coarse enough to cost nothing.
constexpr uint32_t STEP_MS = 10;
constexpr uint16_t STEPS_KELVIN[] = {2200, 2700, 4000, 5500, 7000};
constexpr uint16_t FIRST_KELVIN = 2700;
constexpr long LOWEST_KELVIN = 1000, HIGHEST_KELVIN = 10000;

float mix(float from, float to, float part) { return from + (to - from) * part; }

uint16_t nearest(const LightConfig& config, long kelvin) {
    if (kelvin < config.warmKelvin) return config.warmKelvin;
    if (kelvin > config.coolKelvin) return config.coolKelvin;
    return static_cast<uint16_t>(kelvin);
}

}  // namespace

LightState Light::firstState(const LightConfig& config) {
    LightState state = LightState();
    state.level = 100;
    state.colorMode = config.kind == LightKind::Color;
    state.value = 100;
    state.kelvin = config.hasTemperature() ? nearest(config, FIRST_KELVIN) : 0;
    return state;
}

bool Light::isValid(const LightConfig& config, const LightState& state) {
    if (state.on > 1 || state.level < 1 || state.level > 100 || state.colorMode > 1) return false;
    if (state.hue > 360 || state.saturation > 100 || state.value > 100) return false;
    if (config.kind == LightKind::Color && !state.colorMode) return false;
    if (!config.hasColor() && state.colorMode) return false;
    return !config.hasTemperature() || (state.kelvin >= config.warmKelvin && state.kelvin <= config.coolKelvin);
}

void Light::begin(const LightConfig& config, const LightState& state) {
    config_ = &config;
    state_ = state;
    outputs::begin(config);
    from_ = now_ = target();
    from_.level = now_.level = 0.0f;
    fading_ = true;
    fadeBegan_ = lastShown_ = millis();
}

Look Light::target() const {
    Look look = Look();
    look.level = brightness();
    if (state_.colorMode) {
        const Channels channels = channelsOf({state_.hue, state_.saturation, state_.value});
        look.red = channels.red;
        look.green = channels.green;
        look.blue = channels.blue;
    } else {
        look.white = 1.0f;
    }
    if (config_->hasTemperature()) {
        // Mixed light moves evenly in mired, a million over kelvin.
        const float warm = 1e6f / config_->warmKelvin, cool = 1e6f / config_->coolKelvin;
        look.cool = (1e6f / state_.kelvin - warm) / (cool - warm);
    }
    return look;
}

Look Light::between(float part) const {
    const Look to = target();
    return {mix(from_.level, to.level, part), mix(from_.red, to.red, part),     mix(from_.green, to.green, part),
            mix(from_.blue, to.blue, part),   mix(from_.white, to.white, part), mix(from_.cool, to.cool, part)};
}

void Light::apply(const LightState& wish, bool fade) {
    if (wish.on != state_.on) changes_ |= POWER | (config_->dims() ? BRIGHTNESS : 0);
    if (config_->dims() && wish.on && wish.level != state_.level) changes_ |= BRIGHTNESS;
    const bool otherColor =
        wish.hue != state_.hue || wish.saturation != state_.saturation || wish.value != state_.value;
    if (wish.colorMode != state_.colorMode || otherColor) changes_ |= COLOR;
    if (wish.kelvin != state_.kelvin) changes_ |= TEMPERATURE;
    state_ = wish;
    const Look to = target();
    if (now_.level <= 0.0f) {
        // From the dark it comes in its new colour, not through the old one.
        now_ = to;
        now_.level = 0.0f;
    }
    from_ = now_;
    fadeBegan_ = millis();
    lastShown_ = fadeBegan_ - STEP_MS;
    fading_ = true;
    if (!fade || FADE_MS == 0 || !config_->dims()) {
        now_ = to;
        fading_ = false;
        outputs::show(*config_, now_);
    }
}

uint32_t Light::run(uint32_t now) {
    if (!fading_) return NEVER;
    const uint32_t elapsed = now - fadeBegan_;
    if (elapsed >= FADE_MS) {
        now_ = target();
        fading_ = false;
        outputs::show(*config_, now_);
        return NEVER;
    }
    if (now - lastShown_ >= STEP_MS) {
        lastShown_ = now;
        now_ = between(static_cast<float>(elapsed) / FADE_MS);
        outputs::show(*config_, now_);
    }
    const uint32_t step = STEP_MS - (now - lastShown_), rest = FADE_MS - elapsed;
    return step < rest ? step : rest;
}

uint8_t Light::takeChanges() {
    const uint8_t changes = changes_;
    changes_ = 0;
    return changes;
}

Result Light::setPower(bool on) {
    LightState wish = state_;
    wish.on = on;
    apply(wish);
    return DONE;
}

Result Light::setBrightness(long percent) {
    if (!config_->dims()) return NOT_SUPPORTED;
    if (percent < 0 || percent > 100) return OUT_OF_RANGE;
    LightState wish = state_;
    wish.on = percent > 0;
    if (percent > 0) wish.level = static_cast<uint8_t>(percent);
    apply(wish);
    return DONE;
}

Result Light::adjustBrightness(long delta) {
    if (!config_->dims()) return NOT_SUPPORTED;
    if (delta < -100 || delta > 100) return OUT_OF_RANGE;
    const long wanted = brightness() + delta;
    return setBrightness(wanted < 0 ? 0 : wanted > 100 ? 100 : wanted);
}

Result Light::setColor(const Hsv& color) {
    if (!config_->hasColor()) return NOT_SUPPORTED;
    if (color.hue > 360 || color.saturation > 100 || color.value > 100) return OUT_OF_RANGE;
    LightState wish = state_;
    wish.on = 1;
    wish.colorMode = 1;
    wish.hue = color.hue;
    wish.saturation = color.saturation;
    wish.value = color.value;
    apply(wish);
    return DONE;
}

Result Light::setTemperature(long kelvin) {
    if (!config_->hasTemperature()) return NOT_SUPPORTED;
    if (kelvin < LOWEST_KELVIN || kelvin > HIGHEST_KELVIN) return OUT_OF_RANGE;
    LightState wish = state_;
    wish.on = 1;
    wish.kelvin = nearest(*config_, kelvin);
    apply(wish);
    return DONE;
}

Result Light::stepTemperature(bool cooler) {
    if (!config_->hasTemperature()) return NOT_SUPPORTED;
    long wanted = cooler ? config_->coolKelvin : config_->warmKelvin;
    for (const uint16_t step : STEPS_KELVIN) {
        if (cooler && step > state_.kelvin) {
            wanted = step;
            break;
        }
        if (!cooler && step < state_.kelvin) wanted = step;
    }
    return setTemperature(wanted);
}

void Light::follow(long percent) {
    LightState wish = state_;
    wish.on = 1;
    wish.level = static_cast<uint8_t>(percent < 1 ? 1 : percent > 100 ? 100 : percent);
    apply(wish, false);
}

int Light::packed() const {
    const int level = brightness() << 23;
    if (state_.colorMode) {
        return 1 << 30 | level | state_.hue << 14 | state_.saturation << 7 | state_.value;
    }
    return level | static_cast<int>(config_->kind) << 20 | state_.kelvin;
}
