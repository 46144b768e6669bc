// A growing array with Device OS's names (namespace spark, and particle as its other name).
#pragma once
#include <stddef.h>

#include <initializer_list>
#include <utility>
#include <vector>

namespace spark {

template <typename T>
class Vector {
public:
    Vector() = default;
    explicit Vector(int n) : items_(static_cast<size_t>(n)) {}
    Vector(int n, const T& value) : items_(static_cast<size_t>(n), value) {}
    Vector(std::initializer_list<T> values) : items_(values) {}
    Vector(const T* values, int n) : items_(values, values + n) {}

    bool append(T value) { return items_.push_back(std::move(value)), true; }
    bool prepend(T value) { return insert(0, std::move(value)); }
    bool insert(int i, T value) { return items_.insert(items_.begin() + i, std::move(value)), true; }
    void removeAt(int i, int n = 1) { items_.erase(items_.begin() + i, items_.begin() + i + n); }
    bool removeOne(const T& value) {
        const int i = indexOf(value);
        if (i < 0) return false;
        removeAt(i);
        return true;
    }
    int removeAll(const T& value) {
        int count = 0;
        while (removeOne(value)) ++count;
        return count;
    }
    T takeFirst() { return takeAt(0); }
    T takeLast() { return takeAt(size() - 1); }
    T takeAt(int i) {
        T value = std::move(items_[static_cast<size_t>(i)]);
        removeAt(i);
        return value;
    }
    T& first() { return items_.front(); }
    const T& first() const { return items_.front(); }
    T& last() { return items_.back(); }
    const T& last() const { return items_.back(); }
    T& at(int i) { return items_[static_cast<size_t>(i)]; }
    const T& at(int i) const { return items_[static_cast<size_t>(i)]; }
    T& operator[](int i) { return at(i); }
    const T& operator[](int i) const { return at(i); }
    int indexOf(const T& value, int from = 0) const {
        for (int i = from; i < size(); ++i) {
            if (at(i) == value) return i;
        }
        return -1;
    }
    bool contains(const T& value) const { return indexOf(value) >= 0; }
    Vector<T>& fill(const T& value) {
        for (T& item : items_) item = value;
        return *this;
    }
    bool resize(int n) { return items_.resize(static_cast<size_t>(n)), true; }
    bool reserve(int n) { return items_.reserve(static_cast<size_t>(n)), true; }
    bool trimToSize() { return items_.shrink_to_fit(), true; }
    int size() const { return static_cast<int>(items_.size()); }
    int capacity() const { return static_cast<int>(items_.capacity()); }
    bool isEmpty() const { return items_.empty(); }
    void clear() { items_.clear(); }
    T* data() { return items_.data(); }
    const T* data() const { return items_.data(); }
    T* begin() { return items_.data(); }
    T* end() { return items_.data() + items_.size(); }
    const T* begin() const { return items_.data(); }
    const T* end() const { return items_.data() + items_.size(); }
    bool operator==(const Vector<T>& other) const { return items_ == other.items_; }
    bool operator!=(const Vector<T>& other) const { return !(*this == other); }

private:
    std::vector<T> items_;
};

}  // namespace spark

namespace particle {
using spark::Vector;
}
