#pragma once
#include <stdint.h>
#include <time.h>

#include "spark_wiring_string.h"

#define TIME_FORMAT_DEFAULT "asctime"
#define TIME_FORMAT_ISO8601_FULL "%Y-%m-%dT%H:%M:%S%z"

class TimeClass {
public:
    time_t now() const;
    time_t local() const { return now() + offset(); }
    // Daylight saving is the sketch's to switch: Device OS knows no rules of countries. RAM only, as the zone.
    void beginDST() { dst_ = true; }
    void endDST() { dst_ = false; }
    bool isDST() const { return dst_; }
    float getDSTOffset() const { return static_cast<float>(dst_offset_s_) / 3600; }
    void setDSTOffset(float hours) { dst_offset_s_ = static_cast<int>(hours * 3600); }
    bool isValid() const;
    void setTime(time_t unix_seconds);
    void zone(float hours) { offset_s_ = static_cast<int>(hours * 3600); }
    float zone() const { return static_cast<float>(offset_s_) / 3600; }
    int hour() const { return hour(now()); }
    int hour(time_t t) const { return fields(t).tm_hour; }
    int hourFormat12() const { return hourFormat12(now()); }
    int hourFormat12(time_t t) const { return hour(t) % 12 ? hour(t) % 12 : 12; }
    bool isAM() const { return isAM(now()); }
    bool isAM(time_t t) const { return hour(t) < 12; }
    bool isPM() const { return !isAM(); }
    bool isPM(time_t t) const { return !isAM(t); }
    int minute() const { return minute(now()); }
    int minute(time_t t) const { return fields(t).tm_min; }
    int second() const { return second(now()); }
    int second(time_t t) const { return fields(t).tm_sec; }
    int day() const { return day(now()); }
    int day(time_t t) const { return fields(t).tm_mday; }
    int weekday() const { return weekday(now()); }
    int weekday(time_t t) const { return fields(t).tm_wday + 1; }
    int month() const { return month(now()); }
    int month(time_t t) const { return fields(t).tm_mon + 1; }
    int year() const { return year(now()); }
    int year(time_t t) const { return fields(t).tm_year + 1900; }
    String timeStr() const { return timeStr(now()); }
    String timeStr(time_t t) const { return format(t, TIME_FORMAT_DEFAULT); }
    String format(const char* spec = nullptr) const { return format(now(), spec); }
    String format(time_t t, const char* spec = nullptr) const;
    void setFormat(const char* spec) { format_ = spec; }
    const char* getFormat() const { return format_; }

private:
    struct tm fields(time_t t) const;
    int offset() const { return offset_s_ + (dst_ ? dst_offset_s_ : 0); }
    int offset_s_ = 0;
    int dst_offset_s_ = 3600;
    bool dst_ = false;
    const char* format_ = TIME_FORMAT_DEFAULT;
};
extern TimeClass Time;
