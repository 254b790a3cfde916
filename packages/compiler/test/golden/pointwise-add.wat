(module
  (type (;0;) (func (param i32 i32)))
  (import "millrace" "memory" (memory (;0;) 1))
  (func (;0;) (type 0) (param i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
    local.get 0
    i32.load align=1
    local.set 2
    local.get 0
    i32.load offset=4 align=1
    local.set 3
    local.get 0
    i32.load offset=8 align=1
    local.set 4
    local.get 0
    i32.load offset=12 align=1
    local.set 5
    local.get 3
    local.set 6
    local.get 4
    local.set 7
    local.get 2
    local.set 8
    local.get 8
    i32.const 16
    i32.ge_u
    if  ;; label = @1
      loop  ;; label = @2
        local.get 6
        v128.load align=1
        local.set 9
        local.get 7
        v128.load align=1
        local.set 10
        local.get 9
        local.get 10
        f32x4.add
        local.set 11
        local.get 11
        local.set 12
        local.get 5
        local.get 12
        v128.store align=1
        local.get 6
        v128.load offset=16 align=1
        local.set 13
        local.get 7
        v128.load offset=16 align=1
        local.set 14
        local.get 13
        local.get 14
        f32x4.add
        local.set 15
        local.get 15
        local.set 16
        local.get 5
        local.get 16
        v128.store offset=16 align=1
        local.get 6
        v128.load offset=32 align=1
        local.set 17
        local.get 7
        v128.load offset=32 align=1
        local.set 18
        local.get 17
        local.get 18
        f32x4.add
        local.set 19
        local.get 19
        local.set 20
        local.get 5
        local.get 20
        v128.store offset=32 align=1
        local.get 6
        v128.load offset=48 align=1
        local.set 21
        local.get 7
        v128.load offset=48 align=1
        local.set 22
        local.get 21
        local.get 22
        f32x4.add
        local.set 23
        local.get 23
        local.set 24
        local.get 5
        local.get 24
        v128.store offset=48 align=1
        local.get 6
        i32.const 16
        i32.const 4
        i32.mul
        i32.add
        local.set 6
        local.get 7
        i32.const 16
        i32.const 4
        i32.mul
        i32.add
        local.set 7
        local.get 5
        i32.const 16
        i32.const 4
        i32.mul
        i32.add
        local.set 5
        local.get 8
        i32.const 16
        i32.sub
        local.set 8
        local.get 8
        i32.const 16
        i32.ge_u
        br_if 0 (;@2;)
      end
    end
    local.get 8
    i32.const 4
    i32.ge_u
    if  ;; label = @1
      loop  ;; label = @2
        local.get 6
        v128.load align=1
        local.set 25
        local.get 7
        v128.load align=1
        local.set 26
        local.get 25
        local.get 26
        f32x4.add
        local.set 27
        local.get 27
        local.set 28
        local.get 5
        local.get 28
        v128.store align=1
        local.get 6
        i32.const 4
        i32.const 4
        i32.mul
        i32.add
        local.set 6
        local.get 7
        i32.const 4
        i32.const 4
        i32.mul
        i32.add
        local.set 7
        local.get 5
        i32.const 4
        i32.const 4
        i32.mul
        i32.add
        local.set 5
        local.get 8
        i32.const 4
        i32.sub
        local.set 8
        local.get 8
        i32.const 4
        i32.ge_u
        br_if 0 (;@2;)
      end
    end
    local.get 8
    if  ;; label = @1
      local.get 6
      v128.load align=1
      local.set 29
      local.get 7
      v128.load align=1
      local.set 30
      local.get 29
      local.get 30
      f32x4.add
      local.set 31
      local.get 31
      local.set 32
      local.get 8
      i32.const 2
      i32.and
      if  ;; label = @2
        local.get 5
        local.get 32
        v128.store64_lane align=1 0
        local.get 8
        i32.const 1
        i32.and
        if  ;; label = @3
          local.get 5
          local.get 32
          v128.store32_lane offset=8 align=1 2
        end
      else
        local.get 5
        local.get 32
        v128.store32_lane align=1 0
      end
      local.get 5
      local.get 8
      i32.const 4
      i32.mul
      i32.add
      local.set 5
    end)
  (export "kernel" (func 0)))
