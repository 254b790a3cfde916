(module
  (type (;0;) (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "millrace" "memory" (memory (;0;) 1))
  (func (;0;) (type 0) (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
    local.get 2
    local.set 10
    local.get 10
    local.get 3
    i32.add
    local.set 11
    local.get 5
    if  ;; label = @1
      local.get 10
      v128.load align=1
      local.set 12
      local.get 10
      v128.load offset=16 align=1
      local.set 13
      local.get 10
      v128.load offset=32 align=1
      local.set 14
      local.get 10
      v128.load offset=48 align=1
      local.set 15
      local.get 11
      v128.load align=1
      local.set 16
      local.get 11
      v128.load offset=16 align=1
      local.set 17
      local.get 11
      v128.load offset=32 align=1
      local.set 18
      local.get 11
      v128.load offset=48 align=1
      local.set 19
    end
    local.get 0
    local.get 4
    i32.const 8
    i32.mul
    i32.add
    local.set 20
    local.get 0
    local.get 20
    i32.lt_u
    if  ;; label = @1
      loop  ;; label = @2
        local.get 1
        v128.load align=1
        local.set 21
        local.get 1
        v128.load offset=16 align=1
        local.set 22
        local.get 1
        v128.load offset=32 align=1
        local.set 23
        local.get 1
        v128.load offset=48 align=1
        local.set 24
        local.get 0
        v128.load32_splat align=1
        local.set 25
        local.get 12
        local.get 25
        local.get 21
        f32x4.mul
        f32x4.add
        local.set 12
        local.get 13
        local.get 25
        local.get 22
        f32x4.mul
        f32x4.add
        local.set 13
        local.get 14
        local.get 25
        local.get 23
        f32x4.mul
        f32x4.add
        local.set 14
        local.get 15
        local.get 25
        local.get 24
        f32x4.mul
        f32x4.add
        local.set 15
        local.get 0
        v128.load32_splat offset=4 align=1
        local.set 26
        local.get 16
        local.get 26
        local.get 21
        f32x4.mul
        f32x4.add
        local.set 16
        local.get 17
        local.get 26
        local.get 22
        f32x4.mul
        f32x4.add
        local.set 17
        local.get 18
        local.get 26
        local.get 23
        f32x4.mul
        f32x4.add
        local.set 18
        local.get 19
        local.get 26
        local.get 24
        f32x4.mul
        f32x4.add
        local.set 19
        local.get 0
        i32.const 8
        i32.add
        local.set 0
        local.get 1
        i32.const 64
        i32.add
        local.set 1
        local.get 0
        local.get 20
        i32.lt_u
        br_if 0 (;@2;)
      end
    end
    local.get 6
    i32.load offset=84 align=1
    local.set 27
    local.get 7
    local.get 6
    i32.load offset=88 align=1
    i32.mul
    local.get 8
    local.get 27
    i32.mul
    i32.add
    local.get 9
    i32.add
    local.set 28
    local.get 6
    i32.load offset=100 align=1
    local.set 29
    local.get 6
    i32.load offset=92 align=1
    local.get 7
    local.get 6
    i32.load offset=96 align=1
    i32.mul
    i32.add
    local.get 8
    local.get 29
    i32.mul
    i32.add
    local.get 9
    i32.const 4
    i32.mul
    i32.add
    local.set 30
    local.get 6
    i32.load offset=104 align=1
    local.get 28
    i32.const 4
    i32.mul
    i32.add
    local.set 31
    local.get 27
    i32.const 4
    i32.mul
    local.set 32
    local.get 30
    v128.load align=1
    local.set 33
    local.get 12
    local.get 33
    f32x4.add
    local.set 34
    local.get 34
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 35
    local.get 35
    local.set 36
    local.get 31
    local.get 36
    v128.store align=1
    local.get 30
    v128.load offset=16 align=1
    local.set 37
    local.get 13
    local.get 37
    f32x4.add
    local.set 38
    local.get 38
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 39
    local.get 39
    local.set 40
    local.get 31
    local.get 40
    v128.store offset=16 align=1
    local.get 30
    v128.load offset=32 align=1
    local.set 41
    local.get 14
    local.get 41
    f32x4.add
    local.set 42
    local.get 42
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 43
    local.get 43
    local.set 44
    local.get 31
    local.get 44
    v128.store offset=32 align=1
    local.get 30
    v128.load offset=48 align=1
    local.set 45
    local.get 15
    local.get 45
    f32x4.add
    local.set 46
    local.get 46
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 47
    local.get 47
    local.set 48
    local.get 31
    local.get 48
    v128.store offset=48 align=1
    local.get 30
    local.get 29
    i32.add
    local.set 30
    local.get 31
    local.get 32
    i32.add
    local.set 31
    local.get 30
    v128.load align=1
    local.set 49
    local.get 16
    local.get 49
    f32x4.add
    local.set 50
    local.get 50
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 51
    local.get 51
    local.set 52
    local.get 31
    local.get 52
    v128.store align=1
    local.get 30
    v128.load offset=16 align=1
    local.set 53
    local.get 17
    local.get 53
    f32x4.add
    local.set 54
    local.get 54
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 55
    local.get 55
    local.set 56
    local.get 31
    local.get 56
    v128.store offset=16 align=1
    local.get 30
    v128.load offset=32 align=1
    local.set 57
    local.get 18
    local.get 57
    f32x4.add
    local.set 58
    local.get 58
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 59
    local.get 59
    local.set 60
    local.get 31
    local.get 60
    v128.store offset=32 align=1
    local.get 30
    v128.load offset=48 align=1
    local.set 61
    local.get 19
    local.get 61
    f32x4.add
    local.set 62
    local.get 62
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.max
    local.set 63
    local.get 63
    local.set 64
    local.get 31
    local.get 64
    v128.store offset=48 align=1)
  (export "kernel" (func 0)))
