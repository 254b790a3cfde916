(module
  (type (;0;) (func (param i32 i32)))
  (import "millrace" "memory" (memory (;0;) 1))
  (func (;0;) (type 0) (param i32 i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 v128 i32 i32 i32 i32 i32 v128 i32 i32 i32 i32 i32 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128)
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
    local.get 0
    i32.load offset=16 align=1
    local.set 6
    local.get 0
    i32.load offset=20 align=1
    local.set 7
    local.get 0
    i32.load offset=24 align=1
    local.set 8
    local.get 0
    i32.load offset=28 align=1
    local.set 9
    local.get 0
    i32.load offset=32 align=1
    local.set 10
    local.get 0
    i32.load offset=36 align=1
    local.set 11
    local.get 0
    i32.load offset=40 align=1
    local.set 12
    local.get 0
    i32.load offset=44 align=1
    local.set 13
    local.get 0
    i32.load offset=48 align=1
    local.set 14
    local.get 6
    v128.load32_splat align=1
    local.set 15
    i32.const 1
    local.set 16
    i32.const 0
    local.set 17
    local.get 17
    local.get 2
    i32.lt_u
    if  ;; label = @1
      loop  ;; label = @2
        local.get 11
        local.set 19
        local.get 7
        local.set 20
        i32.const 0
        local.set 18
        local.get 18
        local.get 3
        i32.lt_u
        if  ;; label = @3
          loop  ;; label = @4
            v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
            local.set 21
            local.get 19
            local.set 22
            local.get 5
            local.set 23
            i32.const 0
            local.set 24
            local.get 10
            local.set 25
            local.get 23
            if  ;; label = @5
              loop  ;; label = @6
                local.get 23
                i32.const 4096
                local.get 23
                i32.const 4096
                i32.lt_u
                select
                local.set 26
                local.get 23
                local.get 26
                i32.sub
                local.set 23
                v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                local.set 27
                v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                local.set 28
                v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                local.set 29
                v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                local.set 30
                local.get 26
                local.set 31
                local.get 31
                i32.const 16
                i32.ge_u
                if  ;; label = @7
                  loop  ;; label = @8
                    local.get 22
                    v128.load align=1
                    local.set 32
                    local.get 32
                    local.set 33
                    local.get 27
                    local.get 33
                    f32x4.max
                    local.set 27
                    local.get 22
                    v128.load offset=16 align=1
                    local.set 34
                    local.get 34
                    local.set 35
                    local.get 28
                    local.get 35
                    f32x4.max
                    local.set 28
                    local.get 22
                    v128.load offset=32 align=1
                    local.set 36
                    local.get 36
                    local.set 37
                    local.get 29
                    local.get 37
                    f32x4.max
                    local.set 29
                    local.get 22
                    v128.load offset=48 align=1
                    local.set 38
                    local.get 38
                    local.set 39
                    local.get 30
                    local.get 39
                    f32x4.max
                    local.set 30
                    local.get 22
                    i32.const 16
                    i32.const 4
                    i32.mul
                    i32.add
                    local.set 22
                    local.get 31
                    i32.const -16
                    i32.add
                    local.set 31
                    local.get 31
                    i32.const 16
                    i32.ge_u
                    br_if 0 (;@8;)
                  end
                end
                local.get 31
                i32.const 0
                i32.gt_u
                if  ;; label = @7
                  local.get 22
                  v128.load align=1
                  local.set 40
                  local.get 40
                  local.set 41
                  local.get 27
                  local.get 41
                  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                  local.get 31
                  i32x4.splat
                  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
                  i32x4.gt_s
                  v128.bitselect
                  f32x4.max
                  local.set 27
                end
                local.get 31
                i32.const 4
                i32.gt_u
                if  ;; label = @7
                  local.get 22
                  v128.load offset=16 align=1
                  local.set 42
                  local.get 42
                  local.set 43
                  local.get 28
                  local.get 43
                  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                  local.get 31
                  i32x4.splat
                  v128.const i32x4 0x00000004 0x00000005 0x00000006 0x00000007
                  i32x4.gt_s
                  v128.bitselect
                  f32x4.max
                  local.set 28
                end
                local.get 31
                i32.const 8
                i32.gt_u
                if  ;; label = @7
                  local.get 22
                  v128.load offset=32 align=1
                  local.set 44
                  local.get 44
                  local.set 45
                  local.get 29
                  local.get 45
                  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                  local.get 31
                  i32x4.splat
                  v128.const i32x4 0x00000008 0x00000009 0x0000000a 0x0000000b
                  i32x4.gt_s
                  v128.bitselect
                  f32x4.max
                  local.set 29
                end
                local.get 31
                i32.const 12
                i32.gt_u
                if  ;; label = @7
                  local.get 22
                  v128.load offset=48 align=1
                  local.set 46
                  local.get 46
                  local.set 47
                  local.get 30
                  local.get 47
                  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
                  local.get 31
                  i32x4.splat
                  v128.const i32x4 0x0000000c 0x0000000d 0x0000000e 0x0000000f
                  i32x4.gt_s
                  v128.bitselect
                  f32x4.max
                  local.set 30
                end
                local.get 22
                local.get 31
                i32.const 4
                i32.mul
                i32.add
                local.set 22
                local.get 27
                local.get 29
                f32x4.max
                local.set 48
                local.get 28
                local.get 30
                f32x4.max
                local.set 49
                local.get 48
                local.get 49
                f32x4.max
                local.set 50
                local.get 50
                local.get 50
                local.get 50
                i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
                f32x4.max
                local.set 51
                local.get 51
                local.get 51
                local.get 51
                i8x16.shuffle 4 5 6 7 4 5 6 7 4 5 6 7 4 5 6 7
                f32x4.max
                local.set 21
                local.get 24
                local.set 52
                local.get 52
                i32.const 1
                i32.and
                if  ;; label = @7
                  loop  ;; label = @8
                    local.get 25
                    i32.const 16
                    i32.sub
                    local.set 25
                    local.get 25
                    v128.load align=1
                    local.get 21
                    f32x4.max
                    local.set 21
                    local.get 52
                    i32.const 1
                    i32.shr_u
                    local.set 52
                    local.get 52
                    i32.const 1
                    i32.and
                    br_if 0 (;@8;)
                  end
                end
                local.get 25
                local.get 21
                v128.store align=1
                local.get 25
                i32.const 16
                i32.add
                local.set 25
                local.get 24
                i32.const 1
                i32.add
                local.set 24
                local.get 23
                br_if 0 (;@6;)
              end
            end
            local.get 25
            i32.const 16
            i32.sub
            local.set 25
            local.get 25
            local.get 10
            i32.gt_u
            if  ;; label = @5
              loop  ;; label = @6
                local.get 25
                i32.const 16
                i32.sub
                local.set 25
                local.get 25
                v128.load align=1
                local.get 21
                f32x4.max
                local.set 21
                local.get 25
                local.get 10
                i32.gt_u
                br_if 0 (;@6;)
              end
            end
            local.get 15
            local.get 15
            local.get 21
            f32x4.max
            local.get 5
            i32.eqz
            select (result v128)
            local.set 53
            local.get 16
            i32.const 2
            i32.and
            if  ;; label = @5
              local.get 20
              local.get 53
              v128.store64_lane align=1 0
              local.get 16
              i32.const 1
              i32.and
              if  ;; label = @6
                local.get 20
                local.get 53
                v128.store32_lane offset=8 align=1 2
              end
            else
              local.get 20
              local.get 53
              v128.store32_lane align=1 0
            end
            local.get 19
            local.get 13
            i32.add
            local.set 19
            local.get 20
            local.get 9
            i32.add
            local.set 20
            local.get 18
            i32.const 1
            i32.add
            local.set 18
            local.get 18
            local.get 3
            i32.lt_u
            br_if 0 (;@4;)
          end
        end
        local.get 11
        local.get 12
        i32.add
        local.set 11
        local.get 7
        local.get 8
        i32.add
        local.set 7
        local.get 17
        i32.const 1
        i32.add
        local.set 17
        local.get 17
        local.get 2
        i32.lt_u
        br_if 0 (;@2;)
      end
    end)
  (export "kernel" (func 0)))
